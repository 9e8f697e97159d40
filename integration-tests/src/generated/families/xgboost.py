"""Models of XGBoost: every objective, booster, and way to save a file that the installed version has."""

import functools

import numpy as np
import xgboost

from case import Answer, Case
from drawing import draw_rows, draw_target, sizes

SINGLE = ("reg:squarederror", "reg:logistic", "binary:logistic", "binary:logitraw", "binary:hinge", "count:poisson",
          "survival:cox", "rank:pairwise", "rank:ndcg", "rank:map", "reg:gamma", "reg:tweedie")

VERSION = tuple(int(part) for part in xgboost.__version__.split(".")[:2])

#: Objectives by the first version that has them.
OBJECTIVES = {
    (0, 90): SINGLE + ("multi:softmax", "multi:softprob"),
    (1, 0): ("reg:squaredlogerror", "reg:pseudohubererror"),
    (1, 2): ("survival:aft",),
    (1, 7): ("reg:absoluteerror",),
    (2, 0): ("reg:quantileerror",),
    (3, 3): ("reg:expectileerror",),
}

#: Objectives whose predictions are the sums of the leaves, so that they are equal to the last bit.
SUMS = ("reg:squarederror", "reg:squaredlogerror", "reg:pseudohubererror", "reg:absoluteerror", "reg:quantileerror",
        "binary:logitraw", "binary:hinge", "multi:softmax", "rank:pairwise", "rank:ndcg", "rank:map")


class Draw:
    """What one seed decides."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.params = {"seed": seed, "nthread": 1}
        self.types = None
        known = [name for since, names in OBJECTIVES.items() if since <= VERSION for name in names]
        if (1, 0) <= VERSION < (1, 3):
            known.remove("binary:logitraw")  # all later versions start from another base score
        self.objective = str(self.rng.choice(known))
        rows, columns = sizes(self.rng)
        self.x = draw_rows(self.rng, rows, columns, self.chance(0.4), np.float32)
        self.rounds = int(self.rng.integers(1, 12)) if not self.chance(0.02) or VERSION < (1, 0) else 0

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, *choices):
        return choices[self.rng.integers(len(choices))]

    def labels(self):
        """Labels that the objective takes."""
        score = draw_target(self.rng, self.x, 0)
        scaled = 1 / (1 + np.exp(-score))
        if self.chance(0.03):
            scaled[:] = self.pick(0.0, 1.0)  # one class, or a constant
        kind = self.objective
        if kind in ("binary:logistic", "binary:logitraw", "binary:hinge", "rank:map"):
            return (scaled > 0.5).astype(np.float32)
        if kind.startswith("multi:"):
            classes = self.params.setdefault("num_class", int(self.rng.integers(2, 6)))
            return np.minimum(np.floor(scaled * classes), classes - 1)
        if kind == "reg:logistic":
            return scaled
        if kind == "survival:cox":
            return (np.abs(score) + 0.1) * np.where(self.rng.random(len(score)) < 0.2, -1, 1)
        if kind == "survival:aft":
            return np.abs(score) + 0.1
        if kind.startswith("rank:") or kind == "count:poisson":
            return np.floor(scaled * 5)
        if kind in ("reg:gamma", "reg:tweedie", "reg:squaredlogerror"):
            return np.abs(score) * self.pick(1, 1000) + 0.1
        return score * self.pick(1, 1, 1, 1e-3, 1e6)

    def draw_booster(self):
        booster = self.pick("gbtree", "gbtree", "gbtree", "dart", "dart", "gblinear")
        self.params["booster"] = booster
        self.params["eta"] = float(self.rng.uniform(0.05, 1.0))
        if booster == "gblinear":
            self.params["lambda"] = float(self.rng.uniform(0, 1))
            self.params["updater"] = self.pick("coord_descent", "shotgun")
            return
        if booster == "dart":
            self.params.update(rate_drop=0.4, skip_drop=self.pick(0.0, 0.3), normalize_type=self.pick("tree", "forest"))
        self.draw_trees()

    def draw_trees(self):
        params = self.params
        params["tree_method"] = self.pick("exact", "approx", "hist", "hist")
        params["max_depth"] = int(self.rng.integers(1, 8))
        params["min_child_weight"] = self.pick(0, 0.1, 1, 5)
        if self.chance(0.25):
            params.update(num_parallel_tree=int(self.rng.integers(2, 5)), subsample=0.7)
            if params["tree_method"] != "exact":
                params["colsample_bynode"] = 0.8
        if params["tree_method"] == "hist" and self.chance(0.3):
            params.update(grow_policy="lossguide", max_leaves=int(self.rng.integers(2, 30)), max_depth=self.pick(0, 4))
        if self.chance(0.2):
            params.update(gamma=0.1, alpha=0.1, max_delta_step=self.pick(0, 0.7))
        columns = self.x.shape[1]
        if self.chance(0.15):
            params["monotone_constraints"] = "(" + ",".join(str(self.pick(-1, 0, 1)) for _ in range(columns)) + ")"
        if self.chance(0.15) and columns > 2:
            params["interaction_constraints"] = "[[0,1],[1,2]]"
        if self.objective == "survival:aft":
            params["aft_loss_distribution"] = self.pick("normal", "logistic", "extreme")
            params["aft_loss_distribution_scale"] = self.pick(0.5, 1.2)
        if self.objective.startswith("rank:") and VERSION >= (2, 0):
            params["lambdarank_pair_method"] = self.pick("mean", "topk")

    def draw_base_score(self):
        if self.chance(0.3):
            self.params["base_score"] = float(self.rng.uniform(0.05, 0.95))

    def draw_categories(self):
        if VERSION < (1, 7) or self.params["booster"] == "gblinear" or self.params["tree_method"] == "exact":
            return
        if not self.chance(0.3):
            return
        names = self.pick(3, 12, 70)
        self.x[:, 0] = self.rng.integers(0, names, size=len(self.x))
        if self.chance(0.3):
            self.x[:: 7, 0] = np.nan
        self.types = ["c"] + ["q"] * (self.x.shape[1] - 1)
        self.params["max_cat_to_onehot"] = self.pick(1, 4, 100)

    def probe(self):
        """The rows of training, and others: with missing, very large, very small, and unknown values."""
        columns = self.x.shape[1]
        more = draw_rows(self.rng, 20, columns, True, np.float32)
        rare = [np.nan, 0.0, -0.0, 1e-40, 3e38, -3e38, 0.5, 1.5]
        odd = np.array([self.rng.permutation(rare)[np.arange(columns) % len(rare)] for _ in range(6)], np.float32)
        if self.types:
            more[:, 0] = self.rng.integers(0, 100, size=len(more))
            odd[:, 0] = [-1, -0.5, 1.5, 63.0, 1 << 24, 1e30]
        return np.vstack([self.x, more, odd])


def draw(seed, folder):
    draw = Draw(seed)
    draw.draw_booster()
    draw.draw_base_score()
    draw.draw_categories()
    y = draw.labels()
    y = several_targets(draw, y)
    file = folder / file_name(draw)
    model = train(draw, y)
    model.save_model(str(file))
    probe = draw.probe()
    return answers(draw, "xgboost-%d" % seed, file, probe)


def several_targets(draw, y):
    """Now and then several outputs per row: labels, quantiles, or trees with vectors in their leaves."""
    trees = draw.params["booster"] != "gblinear"
    if draw.objective == "reg:quantileerror":
        alphas = draw.pick([0.5], [0.2, 0.8], [0.1, 0.5, 0.7, 0.9])
        draw.params["quantile_alpha"] = alphas
        several = len(alphas) > 1
    elif draw.objective == "reg:expectileerror":
        alphas = draw.pick([0.7], [0.2, 0.8], [0.1, 0.5, 0.7, 0.9])
        draw.params["expectile_alpha"] = alphas
        several = len(alphas) > 1
    else:
        plain = draw.objective in ("reg:squarederror", "binary:logistic", "reg:absoluteerror", "reg:logistic",
                                   "reg:pseudohubererror", "reg:gamma", "count:poisson", "reg:squaredlogerror")
        several = plain and trees and VERSION >= (1, 7) and draw.chance(0.3)
        if several:
            y = np.stack([y] + [draw.labels() for _ in range(draw.pick(1, 3))], axis=1)
    vectors = several or draw.objective.startswith("multi:")
    if vectors and trees and VERSION >= (2, 0) and draw.chance(0.5):
        draw.params.update(tree_method="hist", multi_strategy="multi_output_tree")
    if several and draw.params.get("tree_method") == "exact":
        draw.params["tree_method"] = "hist"
    if several and VERSION >= (3, 1) and draw.chance(0.2):
        draw.params["base_score"] = [0.3, 0.6, 0.2, 0.7][: y.shape[1]] if y.ndim == 2 else 0.4
    return y


def file_name(draw):
    if VERSION < (1, 0):
        return "model.bst"
    if VERSION < (1, 6):
        return draw.pick("model.json", "model.bst")
    if VERSION < (2, 1) and not draw.types and "multi_strategy" not in draw.params:
        return draw.pick("model.json", "model.ubj", "model.bst")
    return draw.pick("model.json", "model.ubj")


def train(draw, y):
    wrapper = estimator(draw, y)
    if wrapper is not None:
        return wrapper
    parameters = dict(draw.params, objective=draw.objective)
    options = {} if draw.types is None else {"feature_types": draw.types, "enable_categorical": True}
    if draw.chance(0.2):
        options["feature_names"] = ["f %d" % i if i else "first" for i in range(draw.x.shape[1])]
    stop = draw.chance(0.2) and len(y) > 20
    if VERSION < (1, 4) and "num_parallel_tree" in draw.params:
        stop = False  # files of these don't say how many trees the best iterations have
    half = len(y) // 2 if stop else len(y)
    matrix = matrix_of(draw, slice(0, half), y, options)
    if not stop:
        return xgboost.train(parameters, matrix, draw.rounds)
    evals = [(matrix_of(draw, slice(half, None), y, options), "e")]
    return xgboost.train(parameters, matrix, 30, evals=evals, early_stopping_rounds=2, verbose_eval=False)


def matrix_of(draw, rows, y, options):
    x, y = draw.x[rows], y[rows]
    matrix = xgboost.DMatrix(x, **options)
    if draw.objective == "survival:aft":
        matrix.set_float_info("label_lower_bound", y)
        matrix.set_float_info("label_upper_bound", np.where(y > np.median(y), np.inf, y))
    else:
        matrix.set_label(y)
    if draw.objective.startswith("rank:"):
        matrix.set_group([len(y) // 2, len(y) - len(y) // 2] if len(y) > 3 else [len(y)])
    return matrix


def estimator(draw, y):
    """A model of the library's interface to scikit-learn, for half of the draws; or None."""
    if draw.chance(0.5) or VERSION < (1, 0) or draw.objective == "survival:aft":
        return None
    params = {key: value for key, value in draw.params.items() if key not in ("seed", "nthread", "num_class", "eta")}
    params.update(random_state=draw.params["seed"], n_jobs=1, learning_rate=draw.params["eta"], objective=draw.objective)
    if draw.types:
        params.update(feature_types=draw.types, enable_categorical=True)
    if draw.objective.startswith("rank:"):
        return xgboost.XGBRanker(n_estimators=draw.rounds, **params).fit(draw.x, y, group=[len(y)])
    classifies = draw.objective.startswith(("multi:", "binary:"))
    kind = "Classifier" if classifies else "Regressor"
    if draw.params.get("booster") == "gbtree" and "num_parallel_tree" in params and draw.chance(0.5):
        del params["num_parallel_tree"], params["learning_rate"]
        return getattr(xgboost, "XGBRF" + kind)(n_estimators=draw.rounds, **params).fit(draw.x, y)
    return getattr(xgboost, "XGB" + kind)(n_estimators=draw.rounds, **params).fit(draw.x, y)


def answers(draw, name, file, probe):
    """What the library says of a file that it loads the way MLServer does."""
    if VERSION < (1, 4):
        # Without a limit these leave trees of a dart model out, and load no estimator with its best iteration.
        model = xgboost.Booster(model_file=str(file))
        best = model.attr("best_iteration")
        trees = len(model.get_dump()) if best is None else int(best) + 1
        predict = functools.partial(model.predict, ntree_limit=0 if draw.params["booster"] == "gblinear" else trees)
        rows = xgboost.DMatrix(probe)
    else:
        model = load(draw, file)
        predict = model.predict
        rows = probe
    expected = {"predict": Answer.typed(predict(rows))}
    if hasattr(model, "predict_proba"):
        expected["predict_proba"] = Answer.typed(model.predict_proba(probe), max(tolerance(draw), 3e-7))
    return Case.of_rows(name, "mlserver_xgboost.XGBoostModel", file, probe, expected, tolerance(draw),
                        kind=draw.objective, raw=predict(rows, output_margin=True))


def load(draw, file):
    options = {}
    if VERSION < (1, 7):
        options["booster"] = draw.params["booster"]  # older versions don't take it from the file
    try:
        model = xgboost.XGBRegressor(**options)
        model.load_model(str(file))
    except TypeError:
        model = xgboost.XGBClassifier(**options)
        try:
            model.load_model(str(file))
        except TypeError:
            model = xgboost.XGBRanker(**options)
            model.load_model(str(file))
    model.get_booster().feature_names = None  # rows come without names
    if VERSION < (3, 1):
        # Here the other way of predicting subtracts the base score from each tree of a dart model, and knows no linear one.
        model._can_use_inplace_predict = lambda: False
    return model


def tolerance(draw):
    """Up to 1.2 the library added leaves in another order."""
    if VERSION < (1, 3):
        return 3e-6
    return 0 if draw.objective in SUMS else 3e-7
