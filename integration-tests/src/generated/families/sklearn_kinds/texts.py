"""Vectorizers of texts."""

import numpy as np
from sklearn import feature_extraction, linear_model, naive_bayes, pipeline

from families.sklearn_kinds.dice import Data

WORDS = ("the a dog cat runs slowly over Red WINE wine cheese und K\u00e4se f\u00fcr caf\u00e9 na\u00efve don't it's x 42 "
         "3.14 foo_bar well-known \u041f\u0440\u0438\u0432\u0435\u0442 \u4f60\u597d \U0001f600 I \u0130stanbul Stra\u00dfe "
         "\ufb01sh co\u0301te 1\u00b2 a.b.c !!! ...").split()
GAPS = (" ", " ", " ", "  ", ", ", "! ", "\t", "\n", "\u00a0", "-")


def sentences(dice, count):
    texts = []
    for _ in range(count):
        parts = []
        for _ in range(dice.whole(0, 12)):
            parts += [WORDS[dice.rng.randint(len(WORDS))], GAPS[dice.rng.randint(len(GAPS))]]
        texts.append("".join(parts))
    return texts


def data(dice):
    fitted = sentences(dice, dice.whole(8, 30))
    fitted[0] = "the dog runs and the cat runs over red wine"
    y = np.array(["animal" if "dog" in text or "cat" in text else "other" for text in fitted])
    y[:2] = ["animal", "other"]
    return Data(fitted, y, fitted[:3] + sentences(dice, 10) + ["", "dog"])


def analysis(dice):
    low = dice.whole(1, 3)
    return {
        "analyzer": dice.pick("word", "word", "word", "char", "char_wb"),
        "ngram_range": (low, low + dice.whole(0, 2)),
        "lowercase": dice.chance(0.7),
        "strip_accents": dice.pick(None, None, "unicode", "ascii"),
        "stop_words": dice.pick(None, None, "english", ["dog", "wine"]),
        "token_pattern": dice.pick(r"(?u)\b\w\w+\b", r"(?u)\b\w+\b", r"\b[a-z]+\b", r"(?u)\b(\w)\w*\b", r"\S+"),
        "binary": dice.chance(0.3),
    }


def limits(dice):
    return {"max_features": dice.pick(None, 15), "min_df": dice.pick(1, 1, 2), "max_df": dice.pick(1.0, 0.8)}


def weights(dice):
    return {"sublinear_tf": dice.chance(0.4), "norm": dice.pick("l1", "l2", None), "use_idf": dice.chance(0.8),
            "smooth_idf": dice.chance(0.7)}


def count(dice):
    return feature_extraction.text.CountVectorizer(**limits(dice), **analysis(dice)), data(dice)


def tfidf(dice):
    return feature_extraction.text.TfidfVectorizer(**limits(dice), **analysis(dice), **weights(dice)), data(dice)


def hashing(dice):
    return feature_extraction.text.HashingVectorizer(
        n_features=dice.pick(16, 37, 1 << 10), norm=dice.pick("l1", "l2", None), alternate_sign=dice.chance(0.6),
        **analysis(dice)), data(dice)


def classified(dice):
    """A vectorizer, perhaps weights, and a classifier."""
    t = feature_extraction.text
    steps = dice.pick([tfidf(dice)[0]], [count(dice)[0], t.TfidfTransformer(**weights(dice))], [count(dice)[0]])
    last = dice.pick(linear_model.LogisticRegression(max_iter=200), naive_bayes.MultinomialNB(),
                     linear_model.SGDClassifier(random_state=dice.seed))
    return pipeline.make_pipeline(*steps, last), data(dice)


KINDS = {
    "CountVectorizer": count,
    "TfidfVectorizer": tfidf,
    "HashingVectorizer": hashing,
    "Pipeline of texts": classified,
}
