"""Random choices and random data for one model of scikit-learn, all from one seed."""

import inspect

import numpy as np
import sklearn

from drawing import draw_rows, draw_target

VERSION = tuple(int(part) for part in sklearn.__version__.split(".")[:2])

#: What replaces a name of a hyperparameter's value from some version on.
RENAMED = {
    "log_loss": ((1, 1), "log"),
    "squared_error": ((1, 0), "squared_loss"),
}


class Data:
    """Rows to fit on, targets, and rows to ask for."""

    def __init__(self, x, y, asked):
        self.x = x
        self.y = y
        self.asked = asked


class Dice:
    """One model's draws; the same seed gives the same model."""

    def __init__(self, seed):
        self.seed = seed
        self.rng = np.random.RandomState(seed)

    def pick(self, *options):
        return options[self.rng.randint(len(options))]

    def chance(self, probability):
        return self.rng.uniform() < probability

    def number(self, low, high):
        return float(self.rng.uniform(low, high))

    def whole(self, low, high):
        """From low to high, both included."""
        return int(self.rng.randint(low, high + 1))

    def make(self, kind, *args, **hyperparameters):
        """An estimator with those of the hyperparameters that its version of scikit-learn knows."""
        known = inspect.signature(kind.__init__).parameters
        if "random_state" in known:
            hyperparameters.setdefault("random_state", self.seed)
        return kind(*args, **{name: value for name, value in hyperparameters.items() if name in known})

    def named(self, value):
        """A hyperparameter's value by the name that this version of scikit-learn has for it."""
        since, before = RENAMED.get(value, ((0, 0), value))
        return value if VERSION >= since else before

    def rows(self, missing=False, least=12, most=90, columns=None):
        """Rows to fit on, and rows to ask for: some of them, and new ones. Ties, constant columns, wide scales."""
        count = self.whole(least, most)
        width = columns or self.whole(1, 7)
        generator = _Generator(self.rng)
        both = draw_rows(generator, count + 14, width, missing and self.chance(0.5), np.float64)
        if self.chance(0.2):
            both *= self.pick(0.01, 50.0)
        if self.chance(0.15):
            both = np.round(both)
        fitted, fresh = both[:count], both[count:]
        return fitted, np.vstack([fitted[: self.whole(1, 10)], fresh])

    def classes(self, missing=False, many=4, one=False, **shape):
        """Rows and a class for each: numbers, texts or booleans."""
        x, asked = self.rows(missing, **shape)
        count = 1 if one and self.chance(0.06) else self.whole(2, many)
        places = draw_target(_Generator(self.rng), x, count)
        return Data(x, self.labels(places, count), asked)

    def labels(self, places, count):
        styles = ["int", "int", "text", "negative", "sparse", "int32"] + (["bool", "sign"] if count == 2 else [])
        style = self.pick(*styles)
        names = {
            "int": np.arange(count),
            "text": np.array(["virginica", "setosa", "versicolor", "\u00e9t\u00e9"])[:count],
            "negative": np.arange(count) - 2,
            "sparse": np.arange(count) ** 3 * 7 + 1,
            "int32": np.arange(count, dtype=np.int32),
            "bool": np.array([False, True]),
            "sign": np.array([-1, 1]),
        }
        return names[style][places]

    def numbers(self, missing=False, targets=1, positive=False, **shape):
        """Rows and a number, or several, for each."""
        x, asked = self.rows(missing, **shape)
        y = [draw_target(_Generator(self.rng), x, 0) for _ in range(targets)]
        y = y[0] if targets == 1 else np.stack(y, axis=1)
        return Data(x, np.abs(y) + 0.1 if positive else y, asked)

    def indicators(self, missing=False, **shape):
        """Rows and several labels, each of which holds or doesn't."""
        x, asked = self.rows(missing, least=20, **shape)
        y = np.stack([draw_target(_Generator(self.rng), x, 2) for _ in range(self.whole(2, 4))], axis=1)
        return Data(x, y, asked)

    def counts(self):
        """Rows of small whole numbers, and a class for each."""
        x = self.rng.poisson(1.5, (self.whole(20, 80), self.whole(2, 7))).astype(np.float64)
        y = draw_target(_Generator(self.rng), x, self.whole(2, 3))
        return Data(x, self.labels(y, 3), np.vstack([x[:6], self.rng.poisson(2, (8, x.shape[1]))]))


class _Generator:
    """What the drawing functions ask of numpy's newer generators, by the older one that every numpy has."""

    def __init__(self, rng):
        self.rng = rng
        self.normal = rng.normal
        self.integers = rng.randint

    def random(self, size=None):
        return self.rng.uniform(size=size)
