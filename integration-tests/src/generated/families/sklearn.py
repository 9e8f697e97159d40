"""Draws models of scikit-learn."""

import joblib
import numpy as np

from sklearn import ensemble, linear_model, naive_bayes, neural_network, pipeline, preprocessing, svm, tree

from case import Case
from drawing import draw_rows, draw_target, sizes


def draw(seed, folder):
    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    rows = max(rows, 12)
    x = draw_rows(rng, rows, columns, False, np.float64)
    classes = int(rng.choice([0, 2, 3]))
    y = draw_target(rng, x, classes)
    if classes and rng.random() < 0.3:
        y = np.array(["setosa", "versicolor", "virginica"])[y]
    model = sklearn_model(rng, classes, seed)
    model.fit(x, y)
    file = folder / "model.joblib"
    joblib.dump(model, file, compress=int(rng.integers(0, 4)))
    probe = np.vstack([x, draw_rows(rng, 20, columns, False, np.float64)])
    expected = {"predict": model.predict(probe)}
    if classes and hasattr(model, "predict_proba"):
        expected["predict_proba"] = model.predict_proba(probe)
    return Case.of_rows(f"sklearn-{seed}", "mlserver_sklearn.SKLearnModel", file, probe, expected, 1e-12)


def sklearn_model(rng, classes, seed):
    depth = int(rng.integers(1, 8))
    trees = int(rng.integers(1, 12))
    classifiers = [
        linear_model.LogisticRegression(C=float(rng.uniform(0.1, 10))),
        tree.DecisionTreeClassifier(max_depth=depth, random_state=seed),
        ensemble.RandomForestClassifier(n_estimators=trees, max_depth=depth, random_state=seed),
        ensemble.ExtraTreesClassifier(n_estimators=trees, max_depth=depth, random_state=seed),
        ensemble.GradientBoostingClassifier(n_estimators=trees, max_depth=min(depth, 4), random_state=seed),
        ensemble.HistGradientBoostingClassifier(max_iter=trees, max_depth=depth, min_samples_leaf=2, random_state=seed),
        ensemble.AdaBoostClassifier(n_estimators=trees, random_state=seed),
        svm.SVC(C=float(rng.uniform(0.1, 10)), kernel=str(rng.choice(["rbf", "linear", "poly", "sigmoid"]))),
        naive_bayes.GaussianNB(),
        neural_network.MLPClassifier(hidden_layer_sizes=(int(rng.integers(2, 9)),), max_iter=30, random_state=seed),
    ]
    regressors = [
        linear_model.LinearRegression(),
        linear_model.Ridge(alpha=float(rng.uniform(0.1, 10))),
        linear_model.Lasso(alpha=0.05),
        tree.DecisionTreeRegressor(max_depth=depth, random_state=seed),
        ensemble.RandomForestRegressor(n_estimators=trees, max_depth=depth, random_state=seed),
        ensemble.GradientBoostingRegressor(n_estimators=trees, max_depth=min(depth, 4), random_state=seed),
        ensemble.HistGradientBoostingRegressor(max_iter=trees, max_depth=depth, min_samples_leaf=2, random_state=seed),
        svm.SVR(C=float(rng.uniform(0.1, 10))),
        neural_network.MLPRegressor(hidden_layer_sizes=(int(rng.integers(2, 9)),), max_iter=30, random_state=seed),
    ]
    models = classifiers if classes else regressors
    model = models[int(rng.integers(len(models)))]
    if rng.random() < 0.4:
        scaler = [preprocessing.StandardScaler(), preprocessing.MinMaxScaler(), preprocessing.RobustScaler()]
        model = pipeline.make_pipeline(scaler[int(rng.integers(3))], model)
    return model
