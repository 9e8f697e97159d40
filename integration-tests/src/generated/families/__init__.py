"""One module for each family: its `draw(seed, folder)` makes a model in the folder and returns the `Case` for it."""

NAMES = ("xgboost", "lightgbm", "sklearn", "onnx", "catboost", "pmml")
