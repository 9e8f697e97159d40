"""Draws ensembles of trees and exports them; ONNX Runtime says what they answer."""

import lightgbm
import numpy as np
import onnxmltools
import onnxruntime
import skl2onnx
import xgboost

from onnxmltools.convert.common.data_types import FloatTensorType
from sklearn import ensemble

from case import Case
from drawing import draw_rows, draw_target, sizes


def draw(seed, folder):
    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    x = draw_rows(rng, max(rows, 30), columns, False, np.float32)
    classes = int(rng.choice([0, 2, 3]))
    y = draw_target(rng, x, classes)
    kind = "Classifier" if classes else "Regressor"
    sizing = {"n_estimators": int(rng.integers(1, 12)), "max_depth": int(rng.integers(1, 7)), "random_state": seed}
    library = str(rng.choice(["RandomForest", "ExtraTrees", "GradientBoosting", "xgboost", "lightgbm"]))
    if library == "xgboost":
        model, convert = getattr(xgboost, "XGB" + kind)(n_jobs=1, **sizing), onnxmltools.convert_xgboost
    elif library == "lightgbm":
        model = getattr(lightgbm, "LGBM" + kind)(n_jobs=1, verbose=-1, min_child_samples=3, **sizing)
        convert = onnxmltools.convert_lightgbm
    else:
        model, convert = getattr(ensemble, library + kind)(**sizing), skl2onnx.convert_sklearn
    model.fit(x, y)
    more = {} if library == "xgboost" or not classes else {"zipmap": False}
    types = [("x", FloatTensorType([None, columns]))]
    if convert is skl2onnx.convert_sklearn:
        types = [("x", skl2onnx.common.data_types.FloatTensorType([None, columns]))]
        more = {"options": {id(model): more}} if more else {}
    made = convert(model, initial_types=types, target_opset=15, **more)
    file = folder / "model.onnx"
    file.write_bytes(made.SerializeToString())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    probe = np.vstack([x, draw_rows(rng, 20, columns, library in ("xgboost", "lightgbm"), np.float32)])
    names = [output.name for output in session.get_outputs()]
    return Case.of_rows(f"onnx-{seed}", "onnx", file, probe, dict(zip(names, session.run(names, {"x": probe}))), 3e-7)
