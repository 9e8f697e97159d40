"""Makes the demo models next to this file, with the answers that the Python library itself gives for an example.

    python3.12 -m venv <env> && <env>/bin/pip install --no-deps xgboost==3.4.1
    <env>/bin/pip install numpy==2.5.5 scikit-learn==1.9.1 scipy==1.18.1 lightgbm==4.7.0
    <env>/bin/pip install onnx==1.23.2
    <env>/bin/python make_models.py

    python3.11 -m venv <other> && <other>/bin/pip install catboost==1.2.7 scikit-learn==1.3.2
    <other>/bin/python make_models.py wine-classifier

(CatBoost 1.2.7 wants an older NumPy than the rest. --no-deps leaves out a CUDA library of some hundred megabytes that nothing here needs.) Each folder holds a model file and
example.json: the model's type, the path of the file or folder to load, relative to this folder, the body of a V2 inference
request, and the outputs to expect. Floats are written such that they read back as the same 32 or 64 bits.
"""

import json
import pathlib
import sys

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine

HERE = pathlib.Path(__file__).resolve().parent
TYPES = {"float32": "FP32", "float64": "FP64", "int64": "INT64"}


def tensor(name, values):
    values = values.reshape(len(values), -1)
    data = values.ravel().tolist()
    if values.dtype == np.float32:
        data = [float(np.format_float_positional(np.float32(v), unique=True)) for v in data]
    return {"name": name, "datatype": TYPES[values.dtype.name], "shape": list(values.shape), "data": data}


def example(folder, model_type, path, rows, outputs):
    rows = rows.astype(np.float32)
    content = {
        "model_type": model_type,
        "path": path,
        "inputs": {
            "inputs": [tensor("input-0", rows)],
            "outputs": [{"name": name} for name in outputs],
        },
        "expected": {"outputs": [tensor(name, predict(rows)) for name, predict in outputs.items()]},
    }
    (HERE / folder / "example.json").write_text(json.dumps(content, indent=2) + "\n")


def iris_classifier():
    import xgboost

    x, y = load_iris(return_X_y=True)
    model = xgboost.XGBClassifier(n_estimators=10, max_depth=3, random_state=0, n_jobs=1).fit(x.astype(np.float32), y)
    (HERE / "iris-classifier").mkdir(exist_ok=True)
    model.save_model(HERE / "iris-classifier" / "model.json")
    outputs = {"predict": model.predict, "predict_proba": model.predict_proba}
    example("iris-classifier", "xgboost", "iris-classifier", x[[0, 60, 120, 133]], outputs)


def diabetes_regressor():
    import xgboost

    x, y = load_diabetes(return_X_y=True)
    model = xgboost.XGBRegressor(n_estimators=20, max_depth=3, random_state=0, n_jobs=1).fit(x.astype(np.float32), y)
    (HERE / "diabetes-regressor").mkdir(exist_ok=True)
    model.save_model(HERE / "diabetes-regressor" / "model.ubj")
    path = "diabetes-regressor/model.ubj"
    example("diabetes-regressor", "xgboost", path, x[[0, 100, 200]], {"predict": model.predict})


def cancer_classifier():
    import lightgbm

    x, y = load_breast_cancer(return_X_y=True)
    model = lightgbm.LGBMClassifier(n_estimators=10, num_leaves=7, random_state=0, n_jobs=1, verbose=-1)
    model.fit(x.astype(np.float32), y)
    (HERE / "cancer-classifier").mkdir(exist_ok=True)
    model.booster_.save_model(HERE / "cancer-classifier" / "model.bst")
    # The file holds the booster alone, which answers with the probability of the second class.
    example("cancer-classifier", "lightgbm", "cancer-classifier", x[[0, 19, 100, 300]], {"predict": model.booster_.predict})


def digits_classifier():
    import joblib
    from sklearn.ensemble import RandomForestClassifier

    x, y = load_digits(return_X_y=True)
    model = RandomForestClassifier(n_estimators=5, max_depth=5, random_state=0).fit(x, y)
    (HERE / "digits-classifier").mkdir(exist_ok=True)
    joblib.dump(model, HERE / "digits-classifier" / "model.joblib", compress=3)
    outputs = {"predict": model.predict, "predict_proba": model.predict_proba}
    example("digits-classifier", "sklearn", "digits-classifier", x[[0, 11, 500]], outputs)


def diabetes_linear():
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from sklearn.linear_model import LinearRegression

    x, y = load_diabetes(return_X_y=True)
    fitted = LinearRegression().fit(x, y)
    weights = fitted.coef_.astype(np.float32).reshape(-1, 1)
    bias = np.array([fitted.intercept_], dtype=np.float32)
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["input-0", "weights", "bias"], ["predict"])],
        "diabetes",
        [helper.make_tensor_value_info("input-0", TensorProto.FLOAT, [None, 10])],
        [helper.make_tensor_value_info("predict", TensorProto.FLOAT, [None, 1])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (HERE / "diabetes-linear").mkdir(exist_ok=True)
    onnx.save(model, HERE / "diabetes-linear" / "model.onnx")

    def predict(rows):
        from onnx.reference import ReferenceEvaluator

        return ReferenceEvaluator(model).run(None, {"input-0": rows})[0]

    example("diabetes-linear", "onnx", "diabetes-linear/model.onnx", x[[0, 100, 200]], {"predict": predict})


def diabetes_pmml():
    from sklearn.linear_model import LinearRegression

    x, y = load_diabetes(return_X_y=True)
    names = load_diabetes().feature_names
    fitted = LinearRegression().fit(x, y)
    fields = "".join(f'<DataField name="{n}" optype="continuous" dataType="double"/>' for n in names)
    mining = "".join(f'<MiningField name="{n}"/>' for n in names)
    terms = "".join(f'<NumericPredictor name="{n}" coefficient="{c!r}"/>' for n, c in zip(names, fitted.coef_.tolist()))
    (HERE / "diabetes-pmml").mkdir(exist_ok=True)
    (HERE / "diabetes-pmml" / "model.pmml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
        f'<DataDictionary>{fields}<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>'
        f'<RegressionModel functionName="regression"><MiningSchema>{mining}<MiningField name="y" usageType="target"/>'
        '</MiningSchema><Output><OutputField name="predict" feature="predictedValue" dataType="double" '
        f'optype="continuous"/></Output><RegressionTable intercept="{float(fitted.intercept_)!r}">{terms}'
        "</RegressionTable></RegressionModel></PMML>\n"
    )
    predict = lambda rows: rows.astype(np.float64) @ fitted.coef_ + fitted.intercept_
    example("diabetes-pmml", "pmml", "diabetes-pmml", x[[0, 100, 200]], {"predict": predict})


def wine_classifier():
    import catboost

    x, y = load_wine(return_X_y=True)
    model = catboost.CatBoostClassifier(iterations=10, depth=3, random_seed=0, thread_count=1, verbose=False)
    model.fit(x.astype(np.float32), y)
    (HERE / "wine-classifier").mkdir(exist_ok=True)
    model.save_model(str(HERE / "wine-classifier" / "model.cbm"))
    predict = lambda rows: model.predict(rows).astype(np.int64)
    example("wine-classifier", "catboost", "wine-classifier", x[[0, 80, 150]], {"predict": predict})


MODELS = {
    "iris-classifier": iris_classifier,
    "diabetes-regressor": diabetes_regressor,
    "cancer-classifier": cancer_classifier,
    "digits-classifier": digits_classifier,
    "diabetes-linear": diabetes_linear,
    "diabetes-pmml": diabetes_pmml,
    "wine-classifier": wine_classifier,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or [name for name in MODELS if name != "wine-classifier"]:
        MODELS[name]()
