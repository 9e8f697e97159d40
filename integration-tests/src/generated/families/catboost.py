"""Draws models of CatBoost: every loss that has a prediction, all shapes of trees, numbers and categories."""

import warnings

import catboost
import numpy as np

from case import Answer, Case, Refusal, Request, Tensor
from drawing import draw_rows, draw_target, sizes

warnings.filterwarnings("ignore")

TWO_CLASSES = ["Logloss", "Logloss", "CrossEntropy", "Focal:focal_alpha=0.4;focal_gamma=1.5"]
CLASSES = ["MultiClass", "MultiClass", "MultiClassOneVsAll"]
LABELS = ["MultiLogloss", "MultiCrossEntropy"]
NUMBERS = [
    "RMSE", "MAE", "Quantile:alpha=0.3", "MultiQuantile:alpha=0.1,0.5,0.9", "Poisson", "Tweedie:variance_power=1.5",
    "LogCosh", "Expectile:alpha=0.4", "Huber:delta=0.5", "Lq:q=2.5", "MAPE", "LogLinQuantile:alpha=0.4", "RMSPE",
    "RMSEWithUncertainty", "Cox", "SurvivalAft:dist=Normal;scale=1.2",
]  # fmt: skip
TARGETS = ["MultiRMSE", "MultiRMSEWithMissingValues"]
RANKS = [
    "YetiRank", "YetiRankPairwise", "PairLogit", "PairLogitPairwise", "QueryRMSE", "QuerySoftMax", "StochasticRank:metric=DCG",
    "QueryCrossEntropy", "LambdaMart",
]  # fmt: skip
NAMES = [
    ["setosa", "versi color", "virginica é", "黒"], [3, 7, 8, 11], [-2, 0, 5, 6], [0.5, 1.5, 2.0, 7.25], [0.0, 1.0, 2.0, 3.0],
    [True, False],
]  # fmt: skip

# CatBoost has exponential functions of its own.
TRANSFORMED = 1e-14


class Columns:
    """Rows whose columns are numbers or categories, the latter as texts or as integers."""

    def __init__(self, rng, rows, columns):
        self.numbers = draw_rows(rng, rows, columns, rng.random() < 0.4, np.float32)
        self.categories = {}
        if rng.random() < 0.5:
            for column in range(columns):
                if rng.random() < 0.5:
                    self.categories[column] = bool(rng.random() < 0.5)
        self.sizes = {column: int(rng.integers(2, 15)) for column in self.categories}
        self.values = [self.drawn(rng, column, rows) for column in range(columns)]

    def drawn(self, rng, column, rows, more=0):
        if column not in self.categories:
            return self.numbers[:, column]
        values = rng.integers(0, self.sizes[column] + more, size=rows)
        return np.array(["c %d é" % value for value in values]) if self.categories[column] else values

    def with_unknown(self, rng):
        """These rows, and then some with missing values and categories that the model has not seen."""
        other = draw_rows(rng, 20, self.numbers.shape[1], True, np.float32)
        seen, self.numbers = self.numbers, other
        probe = [np.concatenate([old, self.drawn(rng, i, 20, 4)]) for i, old in enumerate(self.values)]
        self.numbers = seen
        return probe


def frame(values):
    """Rows for the library; a matrix where all columns are numbers."""
    if all(column.dtype == np.float32 for column in values):
        return np.stack(values, axis=1)
    return [list(row) for row in zip(*values)]


def requests(values, names, expected, rng):
    """The rows as one matrix, and as a tensor for each column."""
    columns = [Tensor(name, column) for name, column in zip(names, values)]
    asked = [Request([columns[i] for i in rng.permutation(len(columns))], expected)] if len(columns) > 1 else []
    if all(column.dtype == np.float32 for column in values):
        matrix = np.stack(values, axis=1)
        return asked + [Request([Tensor("x", matrix.astype(rng.choice([np.float32, np.float64])))], expected)]
    texts = [["" if value != value else str(value) for value in column.tolist()] for column in values]
    return asked + [Request([Tensor("x", np.array(texts).T)], expected)]


def draw(seed, folder):
    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    rows = max(rows, 2)
    x = Columns(rng, rows, columns)
    kind = str(rng.choice(["two", "two", "classes", "classes", "labels", "numbers", "numbers", "targets", "ranks"]))
    loss, y, more = target(rng, kind, x.numbers)
    parameters = dict(common(rng, seed), loss_function=loss, **more)
    categories = list(x.categories)
    group = np.arange(rows) // 6 if kind == "ranks" else None
    weight = rng.uniform(0.1, 2, size=rows) if rng.random() < 0.2 and kind not in ("ranks",) else None
    feature_names = ["a b", "é"] + ["f%d" % i for i in range(columns)] if rng.random() < 0.3 else None
    if feature_names:
        feature_names = feature_names[:columns]
    pool = catboost.Pool(
        frame(x.values), y, cat_features=categories, group_id=group, weight=weight, feature_names=feature_names
    )
    model = make(kind, parameters)
    model.fit(pool)
    return stored(rng, "catboost-%d" % seed, folder, model, kind, loss, x, categories)


def make(kind, parameters):
    if kind in ("two", "classes", "labels"):
        return catboost.CatBoostClassifier(**parameters)
    return catboost.CatBoost(parameters) if kind == "ranks" else catboost.CatBoostRegressor(**parameters)


def common(rng, seed):
    parameters = {
        "iterations": int(rng.integers(1, 15)),
        "depth": int(rng.integers(1, 7)),
        "learning_rate": float(rng.uniform(0.05, 1)),
        "random_seed": seed,
        "thread_count": 1,
        "verbose": False,
        "allow_writing_files": False,
        "grow_policy": str(rng.choice(["SymmetricTree", "SymmetricTree", "Lossguide", "Depthwise"])),
        "nan_mode": str(rng.choice(["Min", "Max"])),
        "border_count": int(rng.choice([3, 32, 254, 400])),
        "one_hot_max_size": int(rng.choice([2, 6, 40])),
    }
    if parameters["grow_policy"] == "SymmetricTree" and rng.random() < 0.3:
        parameters["boosting_type"] = "Ordered"
    return parameters


def target(rng, kind, x):
    """The loss, the targets and further parameters."""
    more = {}
    if kind in ("two", "classes") and rng.random() < 0.05:  # one class only
        more["allow_const_label"] = True
        loss = "Logloss" if kind == "two" else str(rng.choice(CLASSES))
        return loss, named(rng, np.zeros(len(x), int)), more
    if kind == "two":
        loss = str(rng.choice(TWO_CLASSES))
        y = draw_target(rng, x, 2)
        if loss == "CrossEntropy":
            return loss, y * 0.9, more
        if rng.random() < 0.3:
            more["class_weights"] = [1.0, float(rng.uniform(0.2, 5))]
        return loss, named(rng, y), more
    if kind == "classes":
        if rng.random() < 0.2:
            more["auto_class_weights"] = "Balanced"
        classes = int(rng.integers(2, 5))
        return str(rng.choice(CLASSES)), named(rng, draw_target(rng, x, classes)), more
    if kind == "labels":
        y = np.stack([draw_target(rng, x, 2) for _ in range(int(rng.integers(2, 5)))], axis=1)
        loss = str(rng.choice(LABELS))
        return loss, y * (0.8 if loss == "MultiCrossEntropy" else 1), more
    if kind == "targets":
        return str(rng.choice(TARGETS)), np.stack([draw_target(rng, x, 0) for _ in range(3)], axis=1), more
    if kind == "ranks":
        loss = str(rng.choice(RANKS))
        y = draw_target(rng, x, 4)
        return loss, y / 3 if loss in ("QueryCrossEntropy", "QuerySoftMax") else y, more
    loss = str(rng.choice(NUMBERS))
    y = draw_target(rng, x, 0)
    if loss.split(":")[0] in ("Poisson", "Tweedie", "MAPE", "LogLinQuantile", "RMSPE"):
        y = np.abs(y) + 0.5
    if loss.startswith("SurvivalAft"):
        y = np.stack([np.abs(y) + 0.1, np.abs(y) + 1], axis=1)
    return loss, y, more


def named(rng, y):
    names = NAMES[int(rng.integers(len(NAMES)))]
    if rng.random() < 0.3 or len(names) <= y.max():
        return y
    return np.array(names)[y]


def stored(rng, name, folder, model, kind, loss, x, categories):
    if kind == "two" and hasattr(model, "set_probability_threshold") and rng.random() < 0.2:
        model.set_probability_threshold(float(rng.uniform(0.2, 0.8)))
    if model.tree_count_ and rng.random() < 0.1 and kind == "numbers" and "Multi" not in loss and "Unc" not in loss:
        model.set_scale_and_bias(1.5, 0.25)
    symmetric = model.get_all_params().get("grow_policy", "SymmetricTree") == "SymmetricTree"
    json = rng.random() < 0.25
    file = str(folder / rng.choice(["model.json" if json else "model.cbm", "model.bin"]))
    form = {"format": "json"} if json else {}
    title = loss.split(":")[0] + (" json" if json else "")
    model.save_model(file, **form)
    if json and (categories or not symmetric):
        refusal = "save the model in CatBoost's binary format"
        return Case(name, "mlserver_catboost.CatboostModel", file, [], 0, title, refusal=Refusal(refusal))
    loaded = type(model)().load_model(file, **form)
    probe = x.with_unknown(rng)
    pool = catboost.Pool(frame(probe), cat_features=categories)
    expected = {"predict": predicted(loaded.predict(pool), loss)}
    if kind in ("two", "classes", "labels"):
        expected["predict_proba"] = Answer.typed(loaded.predict_proba(pool), TRANSFORMED)
    else:
        expected["predict_proba"] = Refusal("does not support 'predict_proba'")
    asked = requests(probe, loaded.feature_names_, expected, rng)
    return Case(name, "mlserver_catboost.CatboostModel", file, asked, 0, title)


def predicted(values, loss):
    values = np.asarray(values)
    if values.dtype.kind == "O":
        values = values.astype(str)
    return Answer.typed(values, TRANSFORMED if loss.split(":")[0] in ("Poisson", "Tweedie", "RMSEWithUncertainty") else 0)
