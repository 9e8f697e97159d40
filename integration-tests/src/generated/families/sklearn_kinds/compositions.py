"""Pipelines, unions, named columns and several labels at a time."""

import numpy as np
import pandas as pd
from sklearn import (compose, decomposition, ensemble, impute, linear_model, model_selection, multiclass, neighbors,
                     neural_network, pipeline, preprocessing, tree)

from families.sklearn_kinds import distances, linear, members, preparation, texts, trees
from families.sklearn_kinds.dice import VERSION, Data


def step(dice):
    """A transformer that takes any numbers."""
    return dice.pick(
        preparation.scaler(dice),
        preprocessing.PolynomialFeatures(2, include_bias=dice.chance(0.5)),
        preprocessing.Normalizer(),
        preprocessing.PowerTransformer(),
        preprocessing.QuantileTransformer(n_quantiles=5, random_state=dice.seed),
        preprocessing.KBinsDiscretizer(3, encode=dice.pick("onehot", "ordinal"), strategy="uniform"),
        decomposition.PCA(1, whiten=dice.chance(0.5)),
        dice.make(impute.SimpleImputer, add_indicator=dice.chance(0.3)),
        "passthrough",
    )


def union(dice):
    named = [(str(place), step(dice)) for place in range(dice.whole(1, 3))]
    named = [(name, made) for name, made in named if made != "passthrough" or VERSION >= (1, 1)] or [
        ("0", preprocessing.StandardScaler())]
    if dice.chance(0.2):
        named.append(("dropped", "drop"))
    weights = {named[0][0]: dice.number(0.5, 2)} if dice.chance(0.3) else None
    return pipeline.FeatureUnion(named, transformer_weights=weights)


def piped(dice):
    """Some steps, and any estimator of numbers at the end, or none."""
    last, data = dice.pick(*(list(linear.KINDS.values()) + list(trees.KINDS.values()) + list(members.KINDS.values())
                             + [distances.svc, distances.k_neighbors_classifier, distances.mlp_regressor]))(dice)
    data.x, data.asked = np.nan_to_num(data.x), np.nan_to_num(data.asked)
    if hasattr(last, "categorical_features"):
        last.categorical_features = None
    if hasattr(last, "monotonic_cst"):
        last.monotonic_cst = None
    steps = [(str(place), step(dice)) for place in range(dice.whole(1, 3))]
    if dice.chance(0.25):
        steps.insert(0, ("union", union(dice)))
    if dice.chance(0.9):
        steps.append(("last", last))
    return pipeline.Pipeline(steps), data


def united(dice):
    return union(dice), dice.numbers()


def by_places(dice):
    """A ColumnTransformer of a matrix."""
    data = dice.classes(columns=dice.whole(4, 6))
    remainder = dice.pick("drop", "passthrough", preprocessing.MinMaxScaler())
    transformer = compose.ColumnTransformer(
        [("a", preparation.scaler(dice), dice.pick([0, 2], slice(0, 2), [True, False] * (data.x.shape[1] // 2)
                                                   + [False] * (data.x.shape[1] % 2), [-1])),
         ("b", dice.pick("drop", "passthrough", preprocessing.KBinsDiscretizer(3, strategy="uniform")), [1, 3])],
        remainder=remainder, sparse_threshold=dice.pick(0, 0.3))
    if dice.chance(0.5):
        return transformer, data
    return pipeline.make_pipeline(transformer, linear_model.LogisticRegression(max_iter=300)), data


def mixed(dice, count):
    cities = np.array(["Rome", "Oslo", "Paris", "Bonn", "\u00c5rhus"], dtype=object)
    frame = pd.DataFrame({
        "age": np.round(dice.rng.uniform(1, 90, count)),
        "city": cities[dice.rng.randint(0, 5 if count < 15 else 4, count)],
        "grade": dice.rng.randint(1, 4, count),
        "fare": dice.rng.uniform(5, 90, count),
        "note": [text or "none" for text in texts.sentences(dice, count)],
        "member": dice.rng.uniform(size=count) < 0.5,
    })
    frame.loc[dice.rng.uniform(size=count) < 0.2, "age"] = np.nan
    return frame


def by_names(dice):
    """A ColumnTransformer of a data frame."""
    frame, asked = mixed(dice, dice.whole(30, 60)), mixed(dice, 12)
    frame.loc[0, "note"] = "red wine and cheese"
    numeric = pipeline.make_pipeline(impute.SimpleImputer(strategy=dice.pick("mean", "median")), preparation.scaler(dice))
    named = [
        ("numbers", numeric, dice.pick(["age", "fare"], ["fare", "age"], ["age"], slice("age", "age"))),
        ("categories", preprocessing.OneHotEncoder(handle_unknown="ignore"), dice.pick(["city"], ["city", "grade"])),
    ]
    if dice.chance(0.4):
        named.append(("text", texts.tfidf(dice)[0].set_params(min_df=1, max_df=1.0, analyzer="char"), "note"))
    if dice.chance(0.4):
        named.append(("flags", "passthrough", ["member"]))
    if dice.chance(0.3):
        named.append(("order", preprocessing.OrdinalEncoder(), ["grade"]))
    if VERSION >= (0, 22) and dice.chance(0.3):
        named[0] = ("numbers", numeric, compose.make_column_selector(dtype_include="float64"))
    transformer = compose.ColumnTransformer(named, sparse_threshold=dice.pick(0, 0.3))
    y = dice.rng.randint(0, 3, len(frame))
    if dice.chance(0.3):
        return transformer, Data(frame, y, asked)
    last = dice.pick(linear_model.LogisticRegression(max_iter=300), tree.DecisionTreeClassifier(random_state=dice.seed),
                     ensemble.RandomForestClassifier(n_estimators=4, random_state=dice.seed))
    return pipeline.make_pipeline(transformer, last), Data(frame, y, asked)


def named_numbers(dice):
    """An estimator that was fitted on a data frame of numbers."""
    data = dice.classes(columns=dice.whole(2, 5))
    names = ["c%d" % place for place in range(data.x.shape[1])]
    frame = pd.DataFrame(data.x, columns=names)
    last = dice.pick(linear_model.LogisticRegression(max_iter=300), tree.DecisionTreeClassifier(random_state=dice.seed))
    model = dice.pick(last, pipeline.make_pipeline(preprocessing.StandardScaler(), last))
    return model, Data(frame, data.y, pd.DataFrame(data.asked, columns=names))


def several_labels(dice):
    """Classifiers of several labels at a time."""
    model = dice.pick(
        tree.DecisionTreeClassifier(max_depth=4, random_state=dice.seed),
        tree.ExtraTreeClassifier(max_depth=4, random_state=dice.seed),
        ensemble.RandomForestClassifier(n_estimators=4, random_state=dice.seed),
        ensemble.ExtraTreesClassifier(n_estimators=4, random_state=dice.seed),
        neighbors.KNeighborsClassifier(dice.whole(1, 5), weights=dice.pick("uniform", "distance")),
        neural_network.MLPClassifier((5,), max_iter=20, random_state=dice.seed),
        multiclass.OneVsRestClassifier(linear_model.LogisticRegression(max_iter=200)),
        multiclass.OneVsRestClassifier(linear_model.RidgeClassifier()),
        linear_model.RidgeClassifier(),
    )
    if dice.chance(0.3):
        model = pipeline.make_pipeline(preprocessing.StandardScaler(), model)
    return model, dice.indicators()


def several_targets(dice):
    """Trees, forests and neighbors of several classes at a time, not all of the same kind."""
    data = dice.indicators()
    data.y[:, 0] += dice.whole(0, 1) * 3
    if dice.chance(0.5):
        data.y[:, -1] += data.y[:, 0]
    model = dice.pick(tree.DecisionTreeClassifier(max_depth=4, random_state=dice.seed),
                      ensemble.RandomForestClassifier(n_estimators=4, random_state=dice.seed),
                      neighbors.KNeighborsClassifier(3))
    return model, data


def searched(dice):
    return model_selection.GridSearchCV(linear_model.LogisticRegression(max_iter=200), {"C": [0.1, 1.0]}, cv=2), \
        dice.classes(least=24)


def target(dice):
    return compose.TransformedTargetRegressor(linear_model.Ridge(), transformer=dice.pick(
        preprocessing.StandardScaler(), preprocessing.MinMaxScaler())), dice.numbers()


KINDS = {
    "Pipeline": piped,
    "FeatureUnion": united,
    "ColumnTransformer of places": by_places,
    "ColumnTransformer of names": by_names,
    "named numbers": named_numbers,
    "several labels": several_labels,
    "several targets": several_targets,
    "GridSearchCV": searched,
    "TransformedTargetRegressor": target,
}
