"""Draws models of LightGBM."""

import lightgbm
import numpy as np

from case import Case
from drawing import draw_rows, draw_target, sizes


def draw(seed, folder):
    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    rows = max(rows, 2)
    x = draw_rows(rng, rows, columns, rng.random() < 0.4, np.float64)
    categorical = []
    if rng.random() < 0.3 and columns > 1:
        categorical = [0]
        x[:, 0] = rng.integers(0, 12, size=rows)
    classes = int(rng.choice([0, 0, 2, 3])) if rows > 20 else 0
    params = {
        "num_leaves": int(rng.integers(2, 20)),
        "min_data_in_leaf": int(rng.integers(1, 6)),
        "min_data_in_bin": 1,
        "min_data_per_group": 2,
        "verbosity": -1,
        "num_threads": 1,
        "seed": seed,
        "boosting": str(rng.choice(["gbdt", "gbdt", "dart", "rf"])),
        "bagging_freq": 1,
        "bagging_fraction": 0.8,
        "zero_as_missing": bool(rng.random() < 0.2),
        "use_missing": bool(rng.random() < 0.9),
    }
    if classes == 0:
        y = draw_target(rng, x, 0)
        params["objective"] = str(rng.choice(["regression", "regression_l1", "huber", "poisson", "quantile", "tweedie"]))
        if params["objective"] in ("poisson", "tweedie"):
            y = np.abs(y)
        if params["boosting"] == "gbdt" and params["objective"] == "regression" and rng.random() < 0.3:
            params["linear_tree"] = True
    elif classes == 2:
        y = draw_target(rng, x, 2)
        params["objective"] = str(rng.choice(["binary", "cross_entropy"]))
    else:
        y = draw_target(rng, x, classes)
        params.update(objective=str(rng.choice(["multiclass", "multiclassova"])), num_class=classes)
    data = lightgbm.Dataset(x, y, categorical_feature=categorical, free_raw_data=False)
    model = lightgbm.train(params, data, num_boost_round=int(rng.integers(1, 12)))
    file = folder / "model.bst"
    model.save_model(file)
    probe = np.vstack([x, draw_rows(rng, 20, columns, True, np.float64)])
    if categorical:
        probe[-20:, 0] = rng.integers(-2, 40, size=20)
    return Case.of_rows(f"lightgbm-{seed}", "mlserver_lightgbm.LightGBMModel", file, probe, {"predict": model.predict(probe)}, 1e-13)
