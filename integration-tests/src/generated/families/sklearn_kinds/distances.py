"""Kernels, neighbors, likelihoods, clusters, layers and projections."""

import numpy as np
from sklearn import cluster, decomposition, naive_bayes, neighbors, neural_network, svm

from families.sklearn_kinds.dice import VERSION


def kernel(dice):
    return {"kernel": dice.pick("rbf", "rbf", "linear", "poly", "sigmoid"), "gamma": dice.pick("scale", "auto", 0.3),
            "degree": dice.whole(2, 4), "coef0": dice.number(-0.5, 1)}


def with_probability(dice):
    return {"probability": dice.chance(0.5)} if VERSION < (1, 10) else {}


def within_one(data):
    """Rows whose kernels don't grow so large that their sums have few digits left."""
    scale = np.abs(data.x).max() or 1.0
    data.x, data.asked = data.x / scale, data.asked / scale
    return data


def svc(dice):
    return dice.make(svm.SVC, C=dice.number(0.1, 10), decision_function_shape=dice.pick("ovr", "ovr", "ovo"),
                     class_weight=dice.pick(None, "balanced"), **with_probability(dice), **kernel(dice)), within_one(dice.classes())


def nu_svc(dice):
    return dice.make(svm.NuSVC, nu=dice.number(0.05, 0.5), decision_function_shape=dice.pick("ovr", "ovo"),
                     **with_probability(dice), **kernel(dice)), within_one(dice.classes())


def svr(dice):
    return dice.make(svm.SVR, C=dice.number(0.1, 10), epsilon=dice.number(0, 0.3), **kernel(dice)), within_one(dice.numbers())


def nu_svr(dice):
    return dice.make(svm.NuSVR, C=dice.number(0.1, 10), nu=dice.number(0.1, 0.9), **kernel(dice)), within_one(dice.numbers())


def one_class_svm(dice):
    return dice.make(svm.OneClassSVM, nu=dice.number(0.05, 0.9), **kernel(dice)), within_one(dice.numbers())


def nearest(dice):
    algorithm = dice.pick("auto", "auto", "brute", "kd_tree", "ball_tree")
    metric = dice.pick("minkowski", "minkowski", "manhattan", "chebyshev", "euclidean")
    if algorithm in ("auto", "brute") and dice.chance(0.15):
        algorithm, metric = "brute", "cosine"
    return {"n_neighbors": dice.whole(1, 6), "weights": dice.pick("uniform", "distance"), "algorithm": algorithm,
            "metric": metric, "p": dice.pick(2, 1, 3), "leaf_size": dice.pick(30, 30, 5)}


def k_neighbors_classifier(dice):
    return neighbors.KNeighborsClassifier(**nearest(dice)), dice.classes(one=True)


def k_neighbors_regressor(dice):
    return neighbors.KNeighborsRegressor(**nearest(dice)), dice.numbers(targets=dice.pick(1, 1, 2))


def gaussian_nb(dice):
    return dice.make(naive_bayes.GaussianNB, var_smoothing=dice.pick(1e-9, 1e-2)), dice.classes(one=True)


def multinomial_nb(dice):
    return naive_bayes.MultinomialNB(alpha=dice.number(0.1, 2), fit_prior=dice.chance(0.7)), dice.counts()


def bernoulli_nb(dice):
    return naive_bayes.BernoulliNB(alpha=dice.number(0.1, 2), binarize=dice.pick(0.0, 1.0)), dice.counts()


def complement_nb(dice):
    return naive_bayes.ComplementNB(alpha=dice.number(0.1, 2), norm=dice.chance(0.5)), dice.counts()


def categorical_nb(dice):
    return dice.make(naive_bayes.CategoricalNB, alpha=dice.number(0.1, 2), min_categories=20), dice.counts()


def k_means(dice):
    kind = dice.pick(cluster.KMeans, cluster.MiniBatchKMeans)
    return dice.make(kind, n_clusters=dice.whole(1, 5), n_init=2), dice.numbers()


def layers(dice):
    return {"hidden_layer_sizes": dice.pick((4,), (6, 3), ()), "activation": dice.pick("relu", "tanh", "logistic", "identity"),
            "solver": dice.pick("adam", "lbfgs", "sgd"), "max_iter": 20}


def mlp_classifier(dice):
    return dice.make(neural_network.MLPClassifier, **layers(dice)), dice.classes()


def mlp_regressor(dice):
    return dice.make(neural_network.MLPRegressor, **layers(dice)), dice.numbers(targets=dice.pick(1, 1, 2))


def pca(dice):
    kind = dice.pick(decomposition.PCA, decomposition.PCA, decomposition.IncrementalPCA)
    return dice.make(kind, n_components=dice.pick(None, 1), whiten=dice.chance(0.4)), dice.numbers(least=20)


def truncated_svd(dice):
    return dice.make(decomposition.TruncatedSVD, n_components=dice.whole(1, 2),
                     algorithm=dice.pick("randomized", "arpack")), dice.numbers(columns=dice.whole(3, 7))


KINDS = {
    "SVC": svc,
    "NuSVC": nu_svc,
    "SVR": svr,
    "NuSVR": nu_svr,
    "OneClassSVM": one_class_svm,
    "KNeighborsClassifier": k_neighbors_classifier,
    "KNeighborsRegressor": k_neighbors_regressor,
    "GaussianNB": gaussian_nb,
    "MultinomialNB": multinomial_nb,
    "BernoulliNB": bernoulli_nb,
    "ComplementNB": complement_nb,
    "KMeans, MiniBatchKMeans": k_means,
    "MLPClassifier": mlp_classifier,
    "MLPRegressor": mlp_regressor,
    "PCA, IncrementalPCA": pca,
    "TruncatedSVD": truncated_svd,
}
if VERSION >= (0, 24):
    KINDS["CategoricalNB"] = categorical_nb
