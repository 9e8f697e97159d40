"""Draws small random models, serves them, and compares every row of every answer with the library's own.

    python check_generated_models.py --runtime runtime/server/target/inferport-runtime/bin/inferport \
        --family xgboost --count 300 --seed 1

Needs Python with xgboost, lightgbm or scikit-learn, whichever family is asked for; "onnx" takes all three, and skl2onnx,
onnxmltools and onnxruntime. No test of the build runs it.
Data has missing values, ties, constant columns, categories, a single class or a single row now and then. Exits with 1
where an answer differs, and names the seeds, so that one model can be drawn again with --seed SEED --count 1.
"""

import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings

import numpy as np

warnings.filterwarnings("ignore")


class Case:
    """One model: its file, its rows, and the expected outputs by name."""

    def __init__(self, name, implementation, file, rows, expected, tolerance):
        self.name = name
        self.implementation = implementation
        self.file = file
        self.rows = rows
        self.expected = expected
        self.tolerance = tolerance


def draw_rows(rng, rows, columns, missing, dtype):
    x = rng.normal(size=(rows, columns))
    if rng.random() < 0.3:
        x = np.round(x, 1)  # ties
    if rng.random() < 0.2:
        x[:, rng.integers(columns)] = 1.5  # a constant column
    if rng.random() < 0.2:
        x[rng.random(x.shape) < 0.4] = 0.0
    if missing:
        x[rng.random(x.shape) < 0.2] = np.nan
    return x.astype(dtype)


def draw_target(rng, x, classes):
    score = np.nansum(x * rng.normal(size=x.shape[1]), axis=1) + rng.normal(size=len(x)) * 0.3
    if classes == 0:
        return score
    edges = np.quantile(score, np.linspace(0, 1, classes + 1)[1:-1]) if classes > 1 else []
    labels = np.searchsorted(edges, score)
    return labels


def sizes(rng):
    rows = 1 if rng.random() < 0.03 else int(rng.integers(5, 120))
    return rows, int(rng.integers(1, 9))


def xgboost_case(seed, folder):
    import xgboost

    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    x = draw_rows(rng, rows, columns, rng.random() < 0.4, np.float32)
    common = {
        "n_estimators": int(rng.integers(1, 12)),
        "max_depth": int(rng.integers(1, 7)),
        "random_state": seed,
        "n_jobs": 1,
        "learning_rate": float(rng.uniform(0.05, 1.0)),
    }
    if rng.random() < 0.2:
        common.update(subsample=0.7, num_parallel_tree=int(rng.integers(2, 4)))
    kind = str(rng.choice(["plain", "plain", "dart", "categories", "vector"]))
    if kind == "dart":
        common.update(booster="dart", rate_drop=0.3, skip_drop=0.2)
    elif kind == "categories":
        x[:, 0] = rng.integers(0, 12, size=rows)
        types = ["c"] + ["q"] * (columns - 1)
        common.update(tree_method="hist", enable_categorical=True, feature_types=types, max_cat_to_onehot=4)
    classes = int(rng.choice([0, 2, 2, 3, 4])) if rows > 10 and kind != "vector" else 0
    if classes:
        y = draw_target(rng, x, classes)
        model = xgboost.XGBClassifier(**common)
    elif kind == "vector":
        y = np.stack([draw_target(rng, x, 0) for _ in range(int(rng.integers(2, 5)))], axis=1)
        common.update(tree_method="hist", multi_strategy="multi_output_tree")
        model = xgboost.XGBRegressor(**common)
    else:
        objective = rng.choice(["reg:squarederror", "count:poisson", "reg:gamma", "reg:absoluteerror", "reg:tweedie"])
        y = draw_target(rng, x, 0)
        y = np.abs(y) + 0.1 if objective != "reg:squarederror" else y
        model = xgboost.XGBRegressor(objective=str(objective), **common)
    model.fit(x, y)
    file = folder / rng.choice(["model.json", "model.ubj"])
    model.save_model(file)
    probe = np.vstack([x, draw_rows(rng, 20, columns, True, np.float32)])
    if kind == "categories":
        probe[-20:, 0] = rng.integers(0, 40, size=20)  # the model has seen some of these
    expected = {"predict": model.predict(probe)}
    if classes:
        expected["predict_proba"] = model.predict_proba(probe)
    return Case(f"xgboost-{seed}", "mlserver_xgboost.XGBoostModel", file, probe, expected, 3e-7)


def lightgbm_case(seed, folder):
    import lightgbm

    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    rows = max(rows, 2)
    x = draw_rows(rng, rows, columns, rng.random() < 0.4, np.float64)
    categorical = []
    if rng.random() < 0.3 and columns > 1:
        categorical = [0]
        x[:, 0] = rng.integers(0, 12, size=rows)
    classes = int(rng.choice([0, 0, 2, 3])) if rows > 20 else 0
    params = {
        "num_leaves": int(rng.integers(2, 20)),
        "min_data_in_leaf": int(rng.integers(1, 6)),
        "min_data_in_bin": 1,
        "min_data_per_group": 2,
        "verbosity": -1,
        "num_threads": 1,
        "seed": seed,
        "boosting": str(rng.choice(["gbdt", "gbdt", "dart", "rf"])),
        "bagging_freq": 1,
        "bagging_fraction": 0.8,
        "zero_as_missing": bool(rng.random() < 0.2),
        "use_missing": bool(rng.random() < 0.9),
    }
    if classes == 0:
        y = draw_target(rng, x, 0)
        params["objective"] = str(rng.choice(["regression", "regression_l1", "huber", "poisson", "quantile", "tweedie"]))
        if params["objective"] in ("poisson", "tweedie"):
            y = np.abs(y)
        if params["boosting"] == "gbdt" and params["objective"] == "regression" and rng.random() < 0.3:
            params["linear_tree"] = True
    elif classes == 2:
        y = draw_target(rng, x, 2)
        params["objective"] = str(rng.choice(["binary", "cross_entropy"]))
    else:
        y = draw_target(rng, x, classes)
        params.update(objective=str(rng.choice(["multiclass", "multiclassova"])), num_class=classes)
    data = lightgbm.Dataset(x, y, categorical_feature=categorical, free_raw_data=False)
    model = lightgbm.train(params, data, num_boost_round=int(rng.integers(1, 12)))
    file = folder / "model.bst"
    model.save_model(file)
    probe = np.vstack([x, draw_rows(rng, 20, columns, True, np.float64)])
    if categorical:
        probe[-20:, 0] = rng.integers(-2, 40, size=20)
    return Case(f"lightgbm-{seed}", "mlserver_lightgbm.LightGBMModel", file, probe, {"predict": model.predict(probe)}, 1e-13)


def sklearn_case(seed, folder):
    import joblib

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
    return Case(f"sklearn-{seed}", "mlserver_sklearn.SKLearnModel", file, probe, expected, 1e-12)


def sklearn_model(rng, classes, seed):
    from sklearn import ensemble, linear_model, naive_bayes, neural_network, pipeline, preprocessing, svm, tree

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


def onnx_case(seed, folder):
    """An ensemble of trees of scikit-learn, XGBoost or LightGBM, and what ONNX Runtime says of it."""
    import lightgbm
    import onnxmltools
    import onnxruntime
    import skl2onnx
    import xgboost
    from onnxmltools.convert.common.data_types import FloatTensorType
    from sklearn import ensemble

    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    x = draw_rows(rng, max(rows, 30), columns, False, np.float32)
    classes = int(rng.choice([0, 2, 3]))
    y = draw_target(rng, x, classes)
    kind = "Classifier" if classes else "Regressor"
    sizing = {"n_estimators": int(rng.integers(1, 12)), "max_depth": int(rng.integers(1, 7)), "random_state": seed}
    library = str(rng.choice(["RandomForest", "ExtraTrees", "GradientBoosting", "xgboost", "lightgbm"]))
    if library == "xgboost":
        model, convert = getattr(xgboost, "XGB" + kind)(n_jobs=1, **sizing), onnxmltools.convert_xgboost
    elif library == "lightgbm":
        model = getattr(lightgbm, "LGBM" + kind)(n_jobs=1, verbose=-1, min_child_samples=3, **sizing)
        convert = onnxmltools.convert_lightgbm
    else:
        model, convert = getattr(ensemble, library + kind)(**sizing), skl2onnx.convert_sklearn
    model.fit(x, y)
    more = {} if library == "xgboost" or not classes else {"zipmap": False}
    types = [("x", FloatTensorType([None, columns]))]
    if convert is skl2onnx.convert_sklearn:
        types = [("x", skl2onnx.common.data_types.FloatTensorType([None, columns]))]
        more = {"options": {id(model): more}} if more else {}
    made = convert(model, initial_types=types, target_opset=15, **more)
    file = folder / "model.onnx"
    file.write_bytes(made.SerializeToString())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    probe = np.vstack([x, draw_rows(rng, 20, columns, library in ("xgboost", "lightgbm"), np.float32)])
    names = [output.name for output in session.get_outputs()]
    return Case(f"onnx-{seed}", "onnx", file, probe, dict(zip(names, session.run(names, {"x": probe}))), 3e-7)


FAMILIES = {"xgboost": xgboost_case, "lightgbm": lightgbm_case, "sklearn": sklearn_case, "onnx": onnx_case}


def write_models(draw, seeds, repository):
    cases = []
    for seed in seeds:
        folder = repository / str(seed)
        folder.mkdir()
        try:
            case = draw(seed, folder)
        except Exception as e:  # the library refuses this draw, so there is nothing to compare
            print(f"seed {seed}: not drawn ({type(e).__name__}: {str(e)[:80]})")
            shutil.rmtree(folder)
            continue
        settings = {"name": case.name, "implementation": case.implementation, "parameters": {"uri": str(case.file)}}
        (folder / "model-settings.json").write_text(json.dumps(settings))
        cases.append(case)
    return cases


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(runtime, repository):
    port = free_port()
    environment = dict(
        os.environ,
        MLSERVER_HOST="127.0.0.1",
        MLSERVER_HTTP_PORT=str(port),
        MLSERVER_GRPC_PORT="0",
        MLSERVER_METRICS_PORT=str(free_port()),
    )
    log = open(repository.parent / "runtime.log", "w")
    process = subprocess.Popen(["sh", str(runtime), "start", str(repository)], env=environment, stdout=log, stderr=log)
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/health/ready")
            return process, port
        except OSError:
            if process.poll() is not None:
                sys.exit(f"the runtime ended with {process.returncode}; see {log.name}")
            time.sleep(0.2)
    sys.exit("the runtime was not ready within 120 s")


def ask(port, case, output):
    rows = case.rows
    datatype = "FP32" if rows.dtype == np.float32 else "FP64"
    data = [None if np.isnan(value) else float(value) for value in rows.ravel()]
    body = {
        "inputs": [{"name": "x", "shape": list(rows.shape), "datatype": datatype, "data": data}],
        "outputs": [{"name": output}],
    }
    url = f"http://127.0.0.1:{port}/v2/models/{case.name}/infer"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        answer = json.load(urllib.request.urlopen(request))["outputs"][0]
    except urllib.error.HTTPError as e:
        return None, e.read().decode()[:200]
    values = answer["data"]
    if answer["datatype"] != "BYTES":
        values = [np.nan if value is None else value for value in values]
    return np.array(values), None


def reasons(port):
    """Why models are not ready, by name."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v2/repository/index", b"{}")
    return {entry["name"]: entry["reason"] for entry in json.load(urllib.request.urlopen(request)) if entry["reason"]}


def compare(port, case):
    """The number of values compared, and what is wrong with them."""
    count = 0
    for output, expected in case.expected.items():
        actual, error = ask(port, case, output)
        if error:
            return count, f"{output}: {error}"
        wanted = np.asarray(expected).ravel()
        if wanted.shape != actual.shape:
            return count, f"{output}: {actual.size} values (expected: {wanted.size})"
        if wanted.dtype.kind in "US":
            wrong = wanted != actual
        else:
            wanted = wanted.astype(np.float64)
            close = np.isclose(actual, wanted, rtol=case.tolerance, atol=case.tolerance, equal_nan=True)
            wrong = ~close
        count += wanted.size
        if wrong.any():
            first = int(np.argmax(wrong))
            return count, f"{output}: {wrong.sum()} of {wanted.size} differ, first {actual[first]!r} (expected: {wanted[first]!r})"
    return count, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runtime", required=True, type=pathlib.Path)
    parser.add_argument("--family", required=True, choices=FAMILIES)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        repository = pathlib.Path(folder) / "models"
        repository.mkdir()
        seeds = range(arguments.seed, arguments.seed + arguments.count)
        cases = write_models(FAMILIES[arguments.family], seeds, repository)
        process, port = start(arguments.runtime, repository)
        try:
            not_loaded = reasons(port)
            results = [
                (case, 0, not_loaded[case.name]) if case.name in not_loaded else (case, *compare(port, case))
                for case in cases
            ]
        finally:
            process.terminate()
            process.wait()
    wrong = [(case, error) for case, _, error in results if error]
    for case, error in wrong:
        print(f"{case.name}: {error}")
    values = sum(count for _, count, _ in results)
    print(f"{arguments.family}: {len(cases) - len(wrong)} of {len(cases)} models agree, {values} values compared")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
