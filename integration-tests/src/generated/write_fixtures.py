"""Draws models and writes them as fixtures, so that the sums that no answer has can be compared bit by bit as well.

    python write_fixtures.py --family lightgbm --count 300 --seed 1 --folder /tmp/drawn
    mvn -pl runtime/backends/lightgbm test -Dtest='FixtureTest#*EqualIn*+*EqualRow*+*Library' -Dfixtures=/tmp/drawn

For xgboost and lightgbm, whose make_fixtures.py describe the files. Prints how many models and values there are.
"""

import argparse
import importlib
import pathlib
import shutil
import warnings

import numpy as np

from case import datatype

warnings.filterwarnings("ignore")

#: What a family's fixtures call the sums before they are transformed, and whether all tensors say their datatypes.
RAW = {"xgboost": ("margin", False), "lightgbm": ("raw", True)}


def write(case, folder, family):
    """Writes what the library says of a model, and returns the number of values."""
    raw, typed = RAW[family]
    request = case.requests[0]
    lines = [] if typed else ["kind " + ("classifier" if "predict_proba" in request.expected else "regressor")]
    lines += [line("inputs", request.inputs[0].values, typed), line(raw, case.raw, typed)]
    lines += [line(name, answer.values, True) for name, answer in request.expected.items()]
    (folder / "expected.txt").write_text("\n".join(lines) + "\n")
    return case.raw.size + sum(answer.values.size for answer in request.expected.values())


def line(name, values, typed):
    values = values.reshape(-1, 1) if values.ndim == 1 else values
    if values.dtype.kind == "f":
        size = values.dtype.itemsize
        bits = np.ascontiguousarray(values).view("u%d" % size).ravel().tolist()
        words = ["{:0{}x}".format(value, 2 * size) for value in bits]
    else:
        words = [str(value) for value in values.ravel().tolist()]
    return " ".join([name] + ([datatype(values)] if typed else []) + [str(size) for size in values.shape] + words)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", required=True, choices=RAW)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    draw = importlib.import_module(f"families.{arguments.family}").draw
    models = values = 0
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        folder = arguments.folder / arguments.family / str(seed)
        folder.mkdir(parents=True)
        try:
            case = draw(seed, folder)
        except Exception as e:  # the library refuses this draw, so there is nothing to compare
            print(f"seed {seed}: not drawn ({type(e).__name__}: {str(e).splitlines()[0][-100:]})")
            shutil.rmtree(str(folder))
            continue
        models += 1
        values += write(case, folder, arguments.family)
    print(f"{arguments.family}: {models} models of {arguments.count} drawn, {values} values")


if __name__ == "__main__":
    main()
