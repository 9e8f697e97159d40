"""Whether a served model says what its library says."""

import numpy as np

from case import Refusal


class Result:
    """What came of one case: the number of values compared, and the first thing that is wrong, or None."""

    def __init__(self, case, values, error):
        self.case = case
        self.values = values
        self.error = error


def check(runtime, case, not_loaded):
    if case.refusal:
        return Result(case, 0, refused(case.refusal, not_loaded))
    if not_loaded:
        return Result(case, 0, not_loaded)
    values = 0
    for place, request in enumerate(case.requests):
        for output, expected in request.expected.items():
            tensor, error = runtime.ask(case.name, request, output)
            if isinstance(expected, Refusal):
                error = refused(expected, error)
            elif error is None:
                values += expected.values.size
                error = difference(tensor, expected, case.tolerance)
            if error:
                return Result(case, values, f"request {place}, {output}: {error}")
    return Result(case, values, None)


def refused(expected, error):
    if not error:
        return f"no error (expected: '{expected.text}')"
    return None if expected.text in error else f"{error} (expected: '{expected.text}')"


def difference(tensor, expected, tolerance):
    """What is wrong with an answer, or None."""
    wanted = expected.values
    if expected.datatype and tensor["datatype"] != expected.datatype:
        return f"datatype {tensor['datatype']} (expected: {expected.datatype})"
    shape = list(wanted.shape) if wanted.ndim > 1 else [len(wanted), 1]
    if tensor["shape"] != shape and expected.datatype:
        return f"shape {tensor['shape']} (expected: {shape})"
    wanted = wanted.ravel()
    if len(tensor["data"]) != wanted.size:
        return f"{len(tensor['data'])} values (expected: {wanted.size})"
    if tensor["datatype"] == "BYTES":
        actual = np.array(tensor["data"], dtype=object)
        wrong = actual != np.array([str(value) for value in wanted], dtype=object)
    else:
        actual = np.array([np.nan if value is None else value for value in tensor["data"]], dtype=np.float64)
        if tensor["datatype"] == "FP32":
            actual = actual.astype(np.float32).astype(np.float64)  # of the digits that tell floats apart
        allowed = tolerance if expected.tolerance is None else expected.tolerance
        wanted = np.where(np.isinf(wanted), np.nan, wanted.astype(np.float64))  # JSON has neither, and says null
        wrong = ~np.isclose(actual, wanted, rtol=allowed, atol=allowed, equal_nan=True)
    if not wrong.any():
        return None
    first = int(np.argmax(wrong))
    return f"{wrong.sum()} of {wanted.size} differ, first at {first}: {actual[first]!r} (expected: {wanted[first]!r})"
