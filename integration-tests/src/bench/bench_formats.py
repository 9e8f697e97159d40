"""The Python side of scripts/bench-formats.sh: trains the models, and calls the libraries that made them.

    python bench_formats.py train DIR               writes models, rows, expected outputs and DIR/models.json
    python bench_formats.py serve DIR               answers questions on standard input, one line each
    python bench_formats.py memory DIR MODEL COUNT  prints the bytes that one more loaded copy of a model takes

The questions are "check MODEL CALL" and "time MODEL CALL ROWS SECONDS"; each answer is a line of JSON.
A format whose library is not installed is left out, and models.json says why. Every library uses one thread.
"""

import ctypes
import gc
import json
import os
import pathlib
import platform
import sys
import time
import warnings
from importlib import metadata

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

warnings.filterwarnings("ignore")

SEED = 7
TYPES = {"float32": "FP32", "float64": "FP64"}
PACKAGES = {
    "xgboost": ["xgboost"],
    "lightgbm": ["lightgbm"],
    "sklearn": ["scikit-learn", "joblib"],
    "onnx": ["onnxruntime", "skl2onnx"],
    "catboost": ["catboost"],
    "pmml": ["scikit-learn"],
}


def data(name, dtype):
    from sklearn import datasets

    x, y = {
        "diabetes": datasets.load_diabetes,
        "digits": datasets.load_digits,
        "cancer": datasets.load_breast_cancer,
    }[name](return_X_y=True)
    return np.ascontiguousarray(x, dtype=dtype), y


# ---------------------------------------------------------------------------------------------------------- training
# Each function yields (name, file, rows, input's name, output's name, tolerance); the file is complete by then.


def train_xgboost(folder):
    import xgboost

    # The library counts rounds; a round over the ten digits is ten trees.
    for name, trees, rounds in [
        ("diabetes", 100, 100),
        ("diabetes", 500, 500),
        ("digits", 100, 10),
        ("digits", 500, 50),
        ("cancer", 100, 100),
    ]:
        x, y = data(name, np.float32)
        kind = xgboost.XGBRegressor if name == "diabetes" else xgboost.XGBClassifier
        model = kind(n_estimators=rounds, max_depth=6, n_jobs=1, random_state=SEED).fit(x, y)
        file = folder / f"xgboost-{name}-{trees}.ubj"
        model.save_model(file)
        output = "predict" if name == "diabetes" else "predict_proba"
        yield f"{name}, {trees} trees", file, x, "x", output, 1e-5


def train_lightgbm(folder):
    import lightgbm

    objectives = {
        "diabetes": {"objective": "regression"},
        "digits": {"objective": "multiclass", "num_class": 10},
        "cancer": {"objective": "binary"},
    }
    for name, trees, rounds in [
        ("diabetes", 100, 100),
        ("diabetes", 500, 500),
        ("digits", 100, 10),
        ("digits", 500, 50),
        ("cancer", 100, 100),
    ]:
        x, y = data(name, np.float64)
        parameters = {"num_threads": 1, "seed": SEED, "verbosity": -1, **objectives[name]}
        file = folder / f"lightgbm-{name}-{trees}.txt"
        lightgbm.train(parameters, lightgbm.Dataset(x, y), rounds).save_model(str(file))
        yield f"{name}, {trees} trees", file, x, "x", "predict", 1e-9


def converted_models():
    """Models of scikit-learn that are measured as such and as ONNX graphs."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    return [
        ("diabetes", "forest, 100 trees", RandomForestRegressor(100, random_state=SEED)),
        ("digits", "forest, 100 trees", RandomForestClassifier(100, random_state=SEED)),
        ("digits", "logistic regression", LogisticRegression(max_iter=200)),
        ("digits", "perceptron, 64 units", MLPClassifier(64, max_iter=40, random_state=SEED)),
    ]


def sklearn_models():
    from sklearn.cluster import KMeans
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    return converted_models() + [
        ("digits", "histogram boosting", HistGradientBoostingClassifier(max_iter=20, random_state=SEED)),
        ("digits", "support vectors", SVC()),
        ("digits", "neighbors", KNeighborsClassifier()),
        ("digits", "means", KMeans(10, n_init=1, random_state=SEED)),
        ("cancer", "scaled regression", make_pipeline(StandardScaler(), LogisticRegression())),
    ]


def train_sklearn(folder):
    import joblib

    for name, title, model in sklearn_models():
        x, y = data(name, np.float64)
        file = folder / f"sklearn-{name}-{title.split(',')[0].replace(' ', '-')}.joblib"
        joblib.dump(model.fit(x, y), file)
        output = "predict_proba" if hasattr(model, "predict_proba") else "predict"
        yield f"{name}, {title}", file, x, "x", output, 1e-9


def train_onnx(folder):
    import onnxruntime  # noqa: F401 - without it, there is nothing to compare with
    import skl2onnx

    for name, title, model in converted_models():
        x, y = data(name, np.float32)
        model.fit(x, y)
        options = {} if name == "diabetes" else {id(model): {"zipmap": False}}
        converted = skl2onnx.to_onnx(model, x[:1], options=options)
        file = folder / f"onnx-{name}-{title.split(',')[0].replace(' ', '-')}.onnx"
        file.write_bytes(converted.SerializeToString())
        yield f"{name}, {title}", file, x, converted.graph.input[0].name, converted.graph.output[-1].name, 1e-5


def train_catboost(folder):
    import catboost

    for name, trees in [("diabetes", 100), ("diabetes", 500), ("cancer", 100)]:
        x, y = data(name, np.float32)
        kind = catboost.CatBoostRegressor if name == "diabetes" else catboost.CatBoostClassifier
        parameters = {"iterations": trees, "depth": 6, "thread_count": 1, "random_seed": SEED, "verbose": False}
        file = folder / f"catboost-{name}-{trees}.cbm"
        kind(allow_writing_files=False, **parameters).fit(x, y).save_model(str(file))
        output = "predict" if name == "diabetes" else "predict_proba"
        yield f"{name}, {trees} trees", file, x, "x", output, 1e-9


def train_pmml(folder):
    """Written by pmml_document, as no library under a free licence writes PMML of today's scikit-learn."""
    import joblib
    from pmml_document import document
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.linear_model import LinearRegression

    for name, title, model, output in [
        ("diabetes", "forest, 100 trees", RandomForestRegressor(100, random_state=SEED), "predict"),
        ("cancer", "forest, 100 trees", RandomForestClassifier(100, random_state=SEED), "predict_proba"),
        ("diabetes", "linear regression", LinearRegression(), "predict"),
    ]:
        # scikit-learn's trees compare floats, PMML's doubles.
        x, y = data(name, np.float32)
        x = x.astype(np.float64)
        file = folder / f"pmml-{name}-{title.split(',')[0].replace(' ', '-')}.pmml"
        file.write_text(document(model.fit(x, y)))
        joblib.dump(model, f"{file}.joblib")
        yield f"{name}, {title}", file, x, "x", output, 1e-9


TRAINERS = {
    "xgboost": train_xgboost,
    "lightgbm": train_lightgbm,
    "sklearn": train_sklearn,
    "onnx": train_onnx,
    "catboost": train_catboost,
    "pmml": train_pmml,
}


def train(folder):
    models, skipped, versions = [], {}, {"Python": platform.python_version()}
    for model_format, trainer in TRAINERS.items():
        try:
            for title, file, rows, input_name, output, tolerance in trainer(folder):
                models.append(
                    describe(model_format, title, file, rows, input_name, output, tolerance)
                )
                print(f"trained {file.name}", file=sys.stderr)
            versions.update({package: metadata.version(package) for package in PACKAGES[model_format]})
        except ImportError as e:
            skipped[model_format] = str(e)
    versions["numpy"] = np.__version__
    (folder / "models.json").write_text(
        json.dumps({"versions": versions, "skipped": skipped, "models": models}, indent=2)
    )


def describe(model_format, title, file, rows, input_name, output, tolerance):
    """One model of models.json. What is expected is what the library answers, read back from the file."""
    calls = LOADERS[model_format]({"file": str(file), "output": output})
    expected = np.asarray(next(iter(calls.values()))(rows), dtype=np.float64).reshape(len(rows), -1)
    rows.astype(rows.dtype.newbyteorder("<")).tofile(f"{file}.rows")
    expected.astype("<f8").tofile(f"{file}.expected")
    return {
        "id": file.stem,
        "format": model_format,
        "title": title,
        "file": str(file),
        "input": input_name,
        "output": output,
        "datatype": TYPES[rows.dtype.name],
        "rows": len(rows),
        "features": rows.shape[1],
        "outputs": expected.shape[1],
        "tolerance": tolerance,
        "calls": list(calls),
    }


# ----------------------------------------------------------------------------------------------------------- calling
# Each function loads a model and gives the library's calls by name, the one that others are compared with first.


def load_xgboost(model):
    import xgboost

    kind = xgboost.XGBRegressor if model["output"] == "predict" else xgboost.XGBClassifier
    estimator = kind(n_jobs=1)
    estimator.load_model(model["file"])
    booster = estimator.get_booster()
    booster.set_param({"nthread": 1})
    return {model["output"]: getattr(estimator, model["output"]), "inplace_predict": booster.inplace_predict}


def load_lightgbm(model):
    import lightgbm

    booster = lightgbm.Booster(model_file=model["file"])
    return {"predict": lambda rows: booster.predict(rows, num_threads=1)}


def load_sklearn(model):
    import joblib

    return {model["output"]: getattr(joblib.load(model["file"]), model["output"])}


def load_onnx(model):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model["file"], options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return {"run": lambda rows: session.run([model["output"]], {name: rows})[0]}


def load_catboost(model):
    import catboost

    kind = catboost.CatBoostRegressor if model["output"] == "predict" else catboost.CatBoostClassifier
    call = getattr(kind().load_model(model["file"]), model["output"])
    return {model["output"]: lambda rows: call(rows, thread_count=1)}


def load_pmml(model):
    """The model that the document was made of."""
    import joblib

    estimator = joblib.load(model["file"] + ".joblib")
    if model["output"] == "predict":
        return {"predict": estimator.predict}
    return {"predict_proba": lambda rows: np.ascontiguousarray(estimator.predict_proba(rows)[:, 1])}


LOADERS = {
    "xgboost": load_xgboost,
    "lightgbm": load_lightgbm,
    "sklearn": load_sklearn,
    "onnx": load_onnx,
    "catboost": load_catboost,
    "pmml": load_pmml,
}


def difference(answer, expected):
    """The largest difference, relative to the expected value where that is above 1."""
    answer = np.asarray(answer, dtype=np.float64).reshape(len(expected), -1)
    if answer.shape[1] == 1 and expected.shape[1] == 2:
        expected = expected[:, 1:]  # a booster gives one probability, its classifier that of both classes
    relative = np.abs(answer - expected) / np.maximum(1, np.abs(expected))
    return float(np.max(np.nan_to_num(relative, nan=np.finfo(float).max)))


class Served:
    """One loaded model with its rows."""

    def __init__(self, model):
        dtype = "<f4" if model["datatype"] == "FP32" else "<f8"
        self.rows = np.fromfile(model["file"] + ".rows", dtype).reshape(model["rows"], model["features"])
        self.expected = np.fromfile(model["file"] + ".expected", "<f8").reshape(model["rows"], model["outputs"])
        self.calls = LOADERS[model["format"]](model)

    def check(self, call):
        return {"difference": difference(self.calls[call](self.rows), self.expected)}

    def time(self, call, size, seconds):
        function = self.calls[call]
        starts = range(0, len(self.rows) - size + 1, size)
        batches = [np.ascontiguousarray(self.rows[start : start + size]) for start in starts]
        clock = time.perf_counter_ns
        latencies = []
        now = clock()
        end = now + int(seconds * 1e9)
        while now < end:
            batch = batches[len(latencies) % len(batches)]
            started = clock()
            function(batch)
            now = clock()
            latencies.append(now - started)
        latencies.sort()
        return {"nanos": latencies}


def serve(folder):
    # Libraries print to standard output; only the answers may go there.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    models = {model["id"]: model for model in json.loads((folder / "models.json").read_text())["models"]}
    served_id, served = None, None
    for line in sys.stdin:
        question, model_id, call, *numbers = line.split()
        if model_id != served_id:
            served_id, served = model_id, Served(models[model_id])
        if question == "check":
            answer = served.check(call)
        else:
            answer = served.time(call, int(numbers[0]), float(numbers[1]))
        print(json.dumps(answer), file=answers, flush=True)


# ------------------------------------------------------------------------------------------------------------ memory


def resident():
    """Bytes of this process in memory, once what is free has gone back to the system."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except AttributeError:
        pass  # a C library that has no such call
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory(folder, model_id, count):
    models = json.loads((folder / "models.json").read_text())["models"]
    model = next(model for model in models if model["id"] == model_id)
    first = Served(model)  # imports the library and sets up what its models share
    held = []

    def load():
        calls = LOADERS[model["format"]](model)
        next(iter(calls.values()))(first.rows[:1])
        held.append(calls)

    load()
    before = resident()
    for _ in range(count):
        load()
    print(max(0, resident() - before) // count)


def main():
    command, folder, *rest = sys.argv[1:]
    folder = pathlib.Path(folder)
    if command == "train":
        train(folder)
    elif command == "serve":
        serve(folder)
    elif command == "memory":
        memory(folder, rest[0], int(rest[1]))
    else:
        sys.exit(f"unknown command {command} (expected: train, serve or memory)")


if __name__ == "__main__":
    main()
