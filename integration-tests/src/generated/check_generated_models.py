"""Draws small random models, serves them, and compares every row of every answer with the library's own.

    python check_generated_models.py --runtime runtime/server/target/inferport-runtime/bin/inferport \
        --family xgboost --count 300 --seed 1

Needs Python (3.6 or newer) with xgboost, lightgbm, scikit-learn or catboost, whichever family is asked for; "onnx" takes
the first three, and skl2onnx, onnxmltools and onnxruntime, "pmml" takes them and Nyoka. No test of the build runs it.
Data has missing values, ties, constant columns, categories, a single class or a single row now and then. Exits with 1
where an answer differs, and names the seeds, so that one model can be drawn again with --seed SEED --count 1.
"""

import argparse
import collections
import importlib
import json
import pathlib
import shutil
import sys
import tempfile
import warnings

import families

from comparing import check
from serving import Runtime

warnings.filterwarnings("ignore")


def write_models(draw, seeds, repository):
    cases = []
    for seed in seeds:
        folder = repository / str(seed)
        folder.mkdir()
        try:
            case = draw(seed, folder)
        except Exception as e:  # the library refuses this draw, so there is nothing to compare
            print(f"seed {seed}: not drawn ({type(e).__name__}: {str(e)[:80]})")
            shutil.rmtree(str(folder))
            continue
        parameters = {"uri": str(case.file)}
        if case.parameters:
            parameters["extra"] = case.parameters
        settings = {"name": case.name, "implementation": case.implementation, "parameters": parameters}
        (folder / "model-settings.json").write_text(json.dumps(settings))
        cases.append(case)
    return cases


def report(family, results):
    """Prints what differs, the counts by kind where the family has kinds, and the sum."""
    wrong = [result for result in results if result.error]
    for result in wrong:
        print(f"{result.case.name}: {result.case.kind} {result.error}")
    kinds = collections.defaultdict(list)
    for result in results:
        kinds[result.case.kind].append(result)
    if set(kinds) != {""}:
        for kind, of_kind in sorted(kinds.items()):
            agreeing = sum(not result.error for result in of_kind)
            print(f"  {kind}: {agreeing} of {len(of_kind)}, {sum(result.values for result in of_kind)} values")
    values = sum(result.values for result in results)
    print(f"{family}: {len(results) - len(wrong)} of {len(results)} models agree, {values} values compared")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runtime", required=True, type=pathlib.Path)
    parser.add_argument("--family", required=True, choices=families.NAMES)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    draw = importlib.import_module(f"families.{arguments.family}").draw
    with tempfile.TemporaryDirectory() as folder:
        repository = pathlib.Path(folder) / "models"
        repository.mkdir()
        cases = write_models(draw, range(arguments.seed, arguments.seed + arguments.count), repository)
        with Runtime(arguments.runtime, repository) as runtime:
            not_loaded = runtime.reasons()
            results = [check(runtime, case, not_loaded.get(case.name)) for case in cases]
    return report(arguments.family, results)


if __name__ == "__main__":
    sys.exit(main())
