"""Draws models of XGBoost."""

import numpy as np
import xgboost

from case import Case
from drawing import draw_rows, draw_target, sizes


def draw(seed, folder):
    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    x = draw_rows(rng, rows, columns, rng.random() < 0.4, np.float32)
    common = {
        "n_estimators": int(rng.integers(1, 12)),
        "max_depth": int(rng.integers(1, 7)),
        "random_state": seed,
        "n_jobs": 1,
        "learning_rate": float(rng.uniform(0.05, 1.0)),
    }
    if rng.random() < 0.2:
        common.update(subsample=0.7, num_parallel_tree=int(rng.integers(2, 4)))
    kind = str(rng.choice(["plain", "plain", "dart", "categories", "vector"]))
    if kind == "dart":
        common.update(booster="dart", rate_drop=0.3, skip_drop=0.2)
    elif kind == "categories":
        x[:, 0] = rng.integers(0, 12, size=rows)
        types = ["c"] + ["q"] * (columns - 1)
        common.update(tree_method="hist", enable_categorical=True, feature_types=types, max_cat_to_onehot=4)
    classes = int(rng.choice([0, 2, 2, 3, 4])) if rows > 10 and kind != "vector" else 0
    if classes:
        y = draw_target(rng, x, classes)
        model = xgboost.XGBClassifier(**common)
    elif kind == "vector":
        y = np.stack([draw_target(rng, x, 0) for _ in range(int(rng.integers(2, 5)))], axis=1)
        common.update(tree_method="hist", multi_strategy="multi_output_tree")
        model = xgboost.XGBRegressor(**common)
    else:
        objective = rng.choice(["reg:squarederror", "count:poisson", "reg:gamma", "reg:absoluteerror", "reg:tweedie"])
        y = draw_target(rng, x, 0)
        y = np.abs(y) + 0.1 if objective != "reg:squarederror" else y
        model = xgboost.XGBRegressor(objective=str(objective), **common)
    model.fit(x, y)
    file = folder / rng.choice(["model.json", "model.ubj"])
    model.save_model(file)
    probe = np.vstack([x, draw_rows(rng, 20, columns, True, np.float32)])
    if kind == "categories":
        probe[-20:, 0] = rng.integers(0, 40, size=20)  # the model has seen some of these
    expected = {"predict": model.predict(probe)}
    if classes:
        expected["predict_proba"] = model.predict_proba(probe)
    return Case.of_rows(f"xgboost-{seed}", "mlserver_xgboost.XGBoostModel", file, probe, expected, 3e-7)
