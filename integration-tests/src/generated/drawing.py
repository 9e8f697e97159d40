"""Random rows and targets, with the corners that small data has: ties, constant columns, missing values, a single row."""

import numpy as np


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
