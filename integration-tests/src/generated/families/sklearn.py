"""Draws models of scikit-learn, one kind after the other, of 0.20 to the newest.

Each is asked for all of its methods: in double and in single precision, with a single row, and with missing values
where it must refuse them as the library does. Data frames are sent as one tensor for each column.
"""

import pickle

import joblib
import numpy as np
import pandas as pd

from case import Answer, Case, Refusal, Request, Tensor
from families.sklearn_kinds import KINDS
from families.sklearn_kinds.dice import VERSION, Dice

#: Errors about numpy's types, of questions that have an answer all the same.
SLIPS = ("Buffer dtype mismatch", "cannot be cast to the input data")
METHODS = ("predict", "predict_proba", "decision_function", "score_samples", "transform")
TRIES = 6
EXACT = 1e-12
SINGLE = 2e-5
POWERS = 1e-3
MOST_POWER = 8
#: For sums of kernels, whose terms are larger than they are.
CANCELLED = 1e-10


def draw(seed, folder):
    kind = list(KINDS)[seed % len(KINDS)]
    dice = Dice(seed)
    model, data = fitted(KINDS[kind], dice)
    file = folder / "model.joblib"
    if dice.chance(0.2):
        file.write_bytes(pickle.dumps(model, protocol=dice.whole(2, pickle.HIGHEST_PROTOCOL)))
    else:
        joblib.dump(model, str(file), compress=dice.whole(0, 4))
    return Case("sklearn-%d" % seed, "mlserver_sklearn.SKLearnModel", file, requests(dice, model, data), EXACT, kind=kind)


def fitted(kind, dice):
    """A fitted model; what the library refuses to fit is drawn anew."""
    for attempt in range(TRIES):
        model, data = kind(dice)
        try:
            np.random.seed(dice.seed)
            model = model.fit(data.x) if data.y is None else model.fit(data.x, data.y)
            refuse_noise(model)
            return model, data
        except (ValueError, TypeError, IndexError, RuntimeError):
            if attempt == TRIES - 1:
                raise


def refuse_noise(model):
    """What stretches a column that does not vary, until only the rounding of its numbers is left."""
    for name, part in getattr(model, "steps", []) + getattr(model, "transformer_list", []) + [("", model)]:
        if name and part != "passthrough":
            refuse_noise(part)
        if getattr(part, "whiten", False) and part.explained_variance_.min() < 1e-20:
            raise ValueError("whitening by a variance of 0")
        if hasattr(part, "lambdas_") and not powers_tell(part):
            raise ValueError("powers of a column that does not vary")


def powers_tell(transformer):
    scales = transformer._scaler.scale_ if transformer.standardize else [1]
    return np.abs(transformer.lambdas_).max() <= MOST_POWER and np.min(scales) > 1e-9


def requests(dice, model, data):
    asked = data.asked
    if isinstance(asked, pd.DataFrame):
        return of_frame(model, asked)
    if isinstance(asked, list):
        asked = np.array(asked, dtype=object)
    asked = asked[~arbitrary(model, asked)]
    if len(asked) == 0:
        return []
    made = [of_array(model, asked), of_array(model, asked[:1])]
    if asked.dtype.kind == "f":
        single = asked.astype(np.float32)
        single = single[~arbitrary(model, single)]
        made += [of_array(model, single)] if len(single) else []
        hole = asked[:3].copy()
        hole[1, -1] = np.nan
        made.append(of_array(model, hole))
        if dice.chance(0.3):
            whole = np.nan_to_num(np.round(asked)).astype(np.int64)
            made += [] if arbitrary(model, whole).any() else [of_array(model, whole)]
    return made


def of_array(model, asked):
    return Request([Tensor("x", asked)], answers(model, asked))


def rounding_decides(scores):
    """Where the two best classes are as good, so that the last bit of a logarithm decides."""
    best = np.sort(scores.reshape(len(scores), -1), axis=1)
    gap = best[:, -1] - best[:, -2] if best.shape[1] > 1 else best[:, 0]
    return np.abs(gap) < 1e-12 * np.abs(best).max(axis=1)


def arbitrary(model, asked):
    """The rows that chance decides in the library.

    Of neighbors: where the last one is as near as the first that is left out, so that numpy's sort picks one of them.
    """
    none = np.zeros(len(asked), bool)
    if getattr(model, "algorithm", "") == "SAMME.R" and not np.isnan(asked).any():
        return rounding_decides(model.decision_function(asked))
    if getattr(model, "_fit_method", "") != "brute" or model.n_neighbors >= len(model._fit_X):
        return none
    in_order = VERSION >= (1, 1) and asked.dtype == np.float64 and model.metric != "cosine"
    if in_order or np.isnan(asked).any():
        return none
    distances = model.kneighbors(asked, model.n_neighbors + 1)[0]
    return np.isclose(distances[:, -1], distances[:, -2], rtol=1e-6, atol=1e-9)


def of_frame(model, asked):
    """One tensor for each column; where they are all numbers, also one for all of them."""
    columns = [Tensor(name, asked[[name]].to_numpy()) for name in asked.columns]
    made = [Request(columns, answers(model, asked), "pd")]
    if VERSION >= (1, 0) or not all(kind.kind == "f" for kind in asked.dtypes):  # the model knows names
        made.append(Request(columns[::-1], answers(model, asked), "pd"))
    if all(kind.kind == "f" for kind in asked.dtypes):
        made.append(of_array(model, asked.to_numpy()))
    return made


def answers(model, asked):
    expected = {}
    for method in METHODS:
        if method == "score_samples" and hasattr(model, "transform"):
            continue  # a likelihood under a projection, which is not among what is served
        if not hasattr(model, method):
            expected[method] = Refusal("HTTP 400")
            continue
        try:
            expected[method] = answer(getattr(model, method)(asked), asked, tolerance(model, method, getattr(asked, "dtype", None) == np.float32))
        except AttributeError:
            expected[method] = Refusal("HTTP 400")
        except ValueError as e:
            if not any(slip in str(e) for slip in SLIPS):
                expected[method] = Refusal("HTTP 400")
    return expected


def tolerance(model, method, single):
    """That of the case (None), or more where the library's own answer has fewer digits."""
    if hasattr(model, "steps"):
        model = model.steps[-1][1]
    if hasattr(getattr(model, "init_", None), "coef_"):
        return SINGLE  # boosting that begins with sums in single precision
    by_products = hasattr(model, "cluster_centers_") and method == "transform"
    if by_products or (getattr(model, "_fit_method", "") == "brute" and model.weights == "distance"):
        return SINGLE  # distances as roots of differences of squares
    if hasattr(model, "lambdas_"):
        return POWERS if single else None  # powers, less their mean
    return CANCELLED if hasattr(model, "dual_coef_") else None


def answer(values, asked, allowed):
    if isinstance(values, list) or values.ndim > 2:
        return Refusal("HTTP 400")  # one array for each of several targets, which one tensor cannot hold
    if hasattr(values, "toarray"):
        values = values.toarray()
    if values.size == 0:
        return Answer(values)  # of no columns the library's versions differ in the type
    single = values.dtype == np.float32 or (hasattr(asked, "dtype") and asked.dtype == np.float32)
    return Answer.typed(values, max(SINGLE, allowed or 0) if single else allowed)
