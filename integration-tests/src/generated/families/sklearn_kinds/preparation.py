"""Scalers, imputers, encoders, bins, products and the choice of columns."""

import numpy as np
from sklearn import feature_selection, impute, linear_model, preprocessing, tree

from families.sklearn_kinds.dice import VERSION, Data


def scaler(dice):
    kind = dice.pick("StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler")
    return dice.make(
        getattr(preprocessing, kind), with_mean=dice.chance(0.7), with_std=dice.chance(0.7), clip=dice.chance(0.4),
        feature_range=dice.pick((0, 1), (-2, 3)), with_centering=dice.chance(0.7), with_scaling=dice.chance(0.7),
        quantile_range=dice.pick((25.0, 75.0), (10.0, 90.0)), **({"unit_variance": True} if dice.chance(0.2) else {}))


def scalers(dice):
    return scaler(dice), dice.numbers(missing=True)


def power(dice):
    if dice.chance(0.3):
        data = dice.numbers()
        data.x, data.asked = np.abs(data.x) + 0.1, np.abs(data.asked) + 0.1
        return preprocessing.PowerTransformer("box-cox", standardize=dice.chance(0.7)), data
    return preprocessing.PowerTransformer(standardize=dice.chance(0.7)), dice.numbers(missing=True)


def quantile(dice):
    return dice.make(preprocessing.QuantileTransformer, n_quantiles=dice.whole(2, 20),
                     output_distribution=dice.pick("uniform", "normal")), dice.numbers(missing=True)


def normalizer(dice):
    return preprocessing.Normalizer(dice.pick("l1", "l2", "max")), dice.numbers()


def binarizer(dice):
    return preprocessing.Binarizer(threshold=dice.number(-1, 1)), dice.numbers()


def imputer(dice):
    strategy = dice.pick("mean", "median", "most_frequent", "constant")
    return dice.make(impute.SimpleImputer, strategy=strategy, add_indicator=dice.chance(0.4),
                     keep_empty_features=dice.chance(0.3), fill_value=dice.pick(None, 0, 7.5)), with_holes(dice)


def with_holes(dice):
    data = dice.numbers(missing=True)
    data.x[:: dice.whole(2, 5), 0] = np.nan
    if dice.chance(0.1):
        data.x[:, -1] = np.nan
    return data


def indicator(dice):
    return dice.make(impute.MissingIndicator, features=dice.pick("missing-only", "all"), error_on_new=False), \
        with_holes(dice)


def categories(dice, style=None):
    """Columns of categories, all of texts or all of numbers; the rows to ask for may have new ones."""
    style = style or dice.pick("text", "text", "number", "missing")
    columns, count = dice.whole(1, 4), dice.whole(8, 60)
    pools = [dice.whole(1, 8) for _ in range(columns)]
    fitted = np.stack([dice.rng.randint(0, pool, count) for pool in pools], axis=1)
    extra = 2 if dice.chance(0.4) else 0
    fresh = np.stack([dice.rng.randint(0, pool + extra, 10) for pool in pools], axis=1)
    if style == "text":
        names = np.array(["red", "green", "blue", "", "\u00fcber", "Red", "42", " x ", "new", "newer"], dtype=object)
        fitted, fresh = names[fitted], names[fresh]
    else:
        fitted, fresh = fitted * 1.5 - 2, fresh * 1.5 - 2
    if style == "missing" and VERSION >= (0, 24):
        fitted[0, 0] = fresh[1, 0] = np.nan
    return Data(fitted, dice.rng.randint(0, 2, count), np.concatenate([fitted[:4], fresh]))


def one_hot(dice):
    unknown = dice.pick("error", "ignore", "ignore")
    more = {}
    if VERSION >= (0, 22) and (unknown == "error" or VERSION >= (1, 0)):
        more["drop"] = dice.pick(None, "first") if VERSION < (0, 23) else dice.pick(None, "first", "if_binary")
    if VERSION >= (1, 1) and dice.chance(0.5):
        more.update(dice.pick({"min_frequency": dice.whole(2, 8)}, {"min_frequency": 0.2}, {"max_categories": 3}))
        unknown = dice.pick(unknown, "infrequent_if_exist")
    if dice.chance(0.3):
        more["dtype"] = dice.pick(np.float32, np.int64)
    sparse = "sparse_output" if VERSION >= (1, 2) else "sparse"
    return preprocessing.OneHotEncoder(handle_unknown=unknown, **{sparse: dice.chance(0.5)}, **more), categories(dice)


def ordinal(dice):
    more = {}
    if VERSION >= (0, 24) and dice.chance(0.6):
        more = {"handle_unknown": "use_encoded_value", "unknown_value": dice.pick(-1, np.nan)}
    if VERSION >= (1, 1) and dice.chance(0.3):
        more["encoded_missing_value"] = -5
    if VERSION >= (1, 3) and dice.chance(0.4):
        more["min_frequency"] = dice.whole(2, 6)
    if dice.chance(0.2) and "encoded_missing_value" not in more and more.get("unknown_value", 0) == -1:
        more["dtype"] = np.int64
    return preprocessing.OrdinalEncoder(**more), categories(dice)


def label(dice):
    classes = dice.classes()
    return preprocessing.LabelEncoder(), Data(classes.y, None, classes.y[::-1].copy())


def polynomial(dice):
    degree = dice.pick(1, 2, 3, 4) if VERSION < (1, 0) else dice.pick(1, 2, 3, (2, 3), (0, 2))
    return preprocessing.PolynomialFeatures(degree, interaction_only=dice.chance(0.4), include_bias=dice.chance(0.6)), \
        dice.numbers(columns=dice.whole(1, 4))


def bins(dice):
    return dice.make(preprocessing.KBinsDiscretizer, n_bins=dice.whole(2, 6),
                     encode=dice.pick("onehot", "onehot-dense", "ordinal"),
                     strategy=dice.pick("uniform", "quantile", "kmeans"),
                     dtype=dice.pick(None, None, np.float32)), dice.numbers()


def selection(dice):
    s = feature_selection
    score = dice.pick(s.f_classif, s.mutual_info_classif, s.f_classif)
    return dice.pick(
        s.SelectKBest(score, k=dice.pick(1, 2, "all")), s.SelectPercentile(score, percentile=dice.whole(20, 100)),
        s.SelectFpr(alpha=0.3), s.SelectFdr(alpha=0.5), s.SelectFwe(alpha=0.5), s.VarianceThreshold(dice.number(0, 0.5)),
        s.GenericUnivariateSelect(mode=dice.pick("percentile", "k_best", "fpr", "fdr", "fwe"), param=dice.pick(1, 0.5)),
    ), dice.classes(columns=dice.whole(3, 7))


def selection_by_model(dice):
    s = feature_selection
    data = dice.classes(columns=dice.whole(3, 7))
    forest = tree.DecisionTreeClassifier(max_depth=4, random_state=dice.seed)
    line = linear_model.LogisticRegression(max_iter=200)
    kinds = [s.SelectFromModel(dice.pick(forest, line), threshold=dice.pick(None, "median", "0.8*mean", 0.1)),
             dice.make(s.SelectFromModel, forest, max_features=2, threshold=-np.inf),
             s.RFE(dice.pick(forest, line), n_features_to_select=2), s.RFECV(line, cv=2)]
    if VERSION >= (0, 24):
        kinds.append(s.SequentialFeatureSelector(forest, n_features_to_select=2, cv=2))
    return kinds[dice.rng.randint(len(kinds))], data


def function(dice):
    data = dice.numbers()
    data.x, data.asked = np.abs(data.x), np.abs(data.asked)
    return preprocessing.FunctionTransformer(dice.pick(None, np.log1p, np.sqrt, np.abs, np.square, np.expm1)), data


KINDS = {
    "StandardScaler, MinMaxScaler, MaxAbsScaler, RobustScaler": scalers,
    "PowerTransformer": power,
    "QuantileTransformer": quantile,
    "Normalizer": normalizer,
    "Binarizer": binarizer,
    "SimpleImputer": imputer,
    "MissingIndicator": indicator,
    "OneHotEncoder": one_hot,
    "OrdinalEncoder": ordinal,
    "LabelEncoder": label,
    "PolynomialFeatures": polynomial,
    "KBinsDiscretizer": bins,
    "SelectKBest and kin": selection,
    "SelectFromModel, RFE": selection_by_model,
    "FunctionTransformer": function,
}
