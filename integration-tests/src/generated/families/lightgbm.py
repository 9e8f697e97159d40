"""Draws models of LightGBM: every objective, kind of boosting, and treatment of missing values."""

import json

import lightgbm
import numpy as np

from case import Answer, Case
from drawing import draw_rows, draw_target, sizes
from isolation import isolated

VERSION = tuple(int(part) for part in lightgbm.__version__.split(".")[:2])

#: Objectives whose predictions are the sums of the leaves, so that they are equal to the last bit.
SUMS = ("regression", "regression_l1", "huber", "fair", "quantile", "mape", "lambdarank", "rank_xendcg", "none")

OBJECTIVES = SUMS + ("poisson", "gamma", "tweedie", "binary", "multiclass", "multiclassova", "cross_entropy",
                     "cross_entropy_lambda")


class Draw:
    """What one seed decides."""

    def __init__(self, seed):
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        known = [name for name in OBJECTIVES if name != "rank_xendcg" or VERSION >= (2, 3)]
        self.objective = str(self.rng.choice(known))
        self.params = {
            "objective": self.objective,
            "verbosity": -1,
            "num_threads": 1,
            "seed": seed,
            "num_leaves": int(self.rng.integers(2, 32)),
            "max_depth": self.pick(-1, -1, 1, 4),
            "min_data_in_leaf": int(self.rng.integers(1, 6)),
            "min_data_in_bin": 1,
            "max_bin": self.pick(2, 3, 15, 255),
            "learning_rate": float(self.rng.uniform(0.05, 1.0)),
        }
        rows, columns = sizes(self.rng)
        self.dtype = self.pick(np.float64, np.float64, np.float32)
        self.x = draw_rows(self.rng, max(rows, 2), columns, self.chance(0.4), self.dtype)
        if self.chance(0.1):
            self.x *= self.dtype(self.pick(1e-30, 1e30))
        self.categorical = []
        self.rounds = int(self.rng.integers(1, 12))

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, *choices):
        return choices[self.rng.integers(len(choices))]

    def draw_boosting(self):
        params = self.params
        params["boosting"] = self.pick("gbdt", "gbdt", "gbdt", "dart", "rf", "goss")
        if params["boosting"] == "rf" and self.objective == "none":
            params["boosting"] = "gbdt"
        if params["boosting"] == "rf" or self.chance(0.2):
            params.update(bagging_freq=1, bagging_fraction=0.7, feature_fraction=0.8)
        if params["boosting"] == "goss":
            params.pop("bagging_freq", None)
        if params["boosting"] == "dart":
            params.update(drop_rate=0.4, skip_drop=0.2, xgboost_dart_mode=self.chance(0.3))
        params["zero_as_missing"] = self.chance(0.2)
        params["use_missing"] = self.chance(0.85)
        columns = self.x.shape[1]
        if self.chance(0.15) and self.objective not in ("regression_l1", "quantile", "mape"):
            params["monotone_constraints"] = [self.pick(-1, 0, 1) for _ in range(columns)]
            params["monotone_constraints_method"] = self.pick("basic", "intermediate", "advanced")
        if self.chance(0.15):
            params["path_smooth"] = 1.5
            params["min_data_in_leaf"] = max(2, params["min_data_in_leaf"])
        params["extra_trees"] = self.chance(0.15)
        if self.chance(0.1):
            params.update(lambda_l1=0.1, lambda_l2=0.5, max_delta_step=self.pick(0, 0.5))
        if self.chance(0.1) and columns > 2:
            params["interaction_constraints"] = "[0,1],[1,2]"
        if VERSION >= (3, 2) and params["boosting"] in ("gbdt", "goss") and self.chance(0.2):
            params["linear_tree"] = True
            params["linear_lambda"] = 0.01
            params["zero_as_missing"] = False
            params.pop("monotone_constraints", None)

    def draw_categories(self):
        if "monotone_constraints" in self.params or not self.chance(0.3):
            return
        self.categorical = [0] if self.x.shape[1] < 3 or self.chance(0.5) else [0, 2]
        for column in self.categorical:
            self.x[:, column] = self.rng.integers(0, self.pick(3, 40, 300), size=len(self.x))
            if self.chance(0.3):
                self.x[::7, column] = np.nan
        self.params.update(min_data_per_group=self.pick(1, 2, 10), cat_smooth=1, cat_l2=1,
                           max_cat_to_onehot=self.pick(1, 4, 100))

    def forced_splits(self, folder):
        """A file with splits that every tree must begin with."""
        if self.categorical or len(self.x) < 40 or not self.chance(0.2):
            return  # the library crashes where it can't force them
        splits = {"feature": 0, "threshold": 0.25, "right": {"feature": self.x.shape[1] - 1, "threshold": -0.5}}
        file = folder / "forced.json"
        file.write_text(json.dumps(splits))
        self.params["forcedsplits_filename"] = str(file)

    def labels(self):
        """Labels that the objective takes."""
        score = draw_target(self.rng, self.x / max(1e-300, np.nanmax(np.abs(self.x)) or 1), 0)
        share = 1 / (1 + np.exp(-score))
        kind = self.objective
        constant = self.chance(0.04)
        if kind == "binary":
            self.params["sigmoid"] = self.pick(1.0, 0.6)
            self.params.update(self.pick({}, {"scale_pos_weight": 2.5}, {"is_unbalance": True}))
            return (share > 0.5) * (0 if constant else 1)
        if kind in ("multiclass", "multiclassova"):
            classes = self.params["num_class"] = int(self.rng.integers(2, 6))
            return np.minimum(np.floor(share * classes), classes - 1)
        if kind in ("cross_entropy", "cross_entropy_lambda"):
            return share if self.chance(0.5) else (share > 0.5) * 1.0
        if kind in ("lambdarank", "rank_xendcg"):
            return np.floor(share * 4.99)
        if kind in ("poisson", "gamma", "tweedie", "mape"):
            return np.abs(score) * self.pick(1, 1000) + 0.1
        if constant:
            return np.full(len(score), self.pick(0.0, -2.5, 1e9))
        if kind in ("regression", "regression_l1", "quantile", "mape", "fair"):
            self.params["reg_sqrt"] = self.chance(0.15)
        return score * self.pick(1, 1, 1, 1e-9, 1e12)

    def probe(self):
        """The rows of training, and others: with missing, very large, very small, and unknown values."""
        columns = self.x.shape[1]
        more = draw_rows(self.rng, 20, columns, True, self.dtype)
        rare = [np.nan, 0.0, -0.0, 1e-36, -1e-36, 2e-35, 3e38, -3e38, np.inf, -np.inf]
        odd = np.array([self.rng.permutation(rare)[np.arange(columns) % len(rare)] for _ in range(6)], self.dtype)
        for column in self.categorical:
            more[:, column] = self.rng.integers(-2, 310, size=len(more))
            odd[:, column] = [-1, -0.5, 1.5, 63.999, 1e10, np.inf]
        probe = np.vstack([self.x, more, odd])
        if self.chance(0.1):
            return np.nan_to_num(np.clip(probe, -9e15, 9e15)).astype(self.pick(np.int64, np.int32))
        return probe


def draw(seed, folder):
    return isolated(draw_model, seed, folder)


def draw_model(seed, folder):
    draw = Draw(seed)
    draw.draw_boosting()
    draw.draw_categories()
    draw.forced_splits(folder)
    y = draw.labels()
    model = train(draw, y)
    file = folder / "model.txt"
    model.save_model(str(file))
    loaded = lightgbm.Booster(model_file=str(file))
    probe = draw.probe()
    expected = {"predict": Answer.typed(loaded.predict(probe, num_threads=1))}
    return Case.of_rows("lightgbm-%d" % seed, "mlserver_lightgbm.LightGBMModel", file, probe, expected,
                        0 if draw.objective in SUMS else 1e-13, kind=draw.objective,
                        raw=loaded.predict(probe, raw_score=True, num_threads=1))


def train(draw, y):
    if draw.objective == "none":
        return train_custom(draw, y)
    if draw.chance(0.3) and draw.objective in ("regression", "binary", "multiclass"):
        return train_estimator(draw, y)
    ranks = draw.objective in ("lambdarank", "rank_xendcg")
    stop = draw.chance(0.2) and len(y) > 20 and draw.params["boosting"] not in ("dart", "rf") and VERSION >= (3, 3)
    half = len(y) // 2 if stop else len(y)

    def dataset(rows, reference=None):
        group = [len(y[rows])] if ranks else None
        return lightgbm.Dataset(draw.x[rows], y[rows], reference=reference, group=group, params=draw.params,
                                categorical_feature=draw.categorical, free_raw_data=False)

    data = dataset(slice(0, half))
    if not stop:
        return lightgbm.train(draw.params, data, draw.rounds)
    callbacks = [lightgbm.early_stopping(2, verbose=False)]
    return lightgbm.train(draw.params, data, 30, valid_sets=[dataset(slice(half, None), data)], callbacks=callbacks)


def train_custom(draw, y):
    """With an objective of the user's own, which the file doesn't have."""

    def squared(scores, data):
        return scores - data.get_label(), np.ones_like(scores)

    data = lightgbm.Dataset(draw.x, y, categorical_feature=draw.categorical, params=draw.params, free_raw_data=False)
    if VERSION < (4, 0):
        return lightgbm.train(draw.params, data, draw.rounds, fobj=squared)
    return lightgbm.train(dict(draw.params, objective=squared), data, draw.rounds)


def train_estimator(draw, y):
    """With the library's interface to scikit-learn, and data frames where there are categories."""
    params = {key: value for key, value in draw.params.items() if key != "num_class"}
    params.update(n_estimators=draw.rounds)
    kind = lightgbm.LGBMRegressor if draw.objective == "regression" else lightgbm.LGBMClassifier
    model = kind(**params)
    model.fit(draw.x, y, categorical_feature=draw.categorical or "auto")
    return model.booster_
