"""What is asked of a generated model, and what its library answers."""

import numpy as np


class Tensor:
    """One input of a request: numbers (NaN is missing), booleans, or texts (None is missing) of any shape."""

    def __init__(self, name, values, content_type=None):
        self.name = name
        self.values = np.asarray(values)
        self.content_type = content_type


class Answer:
    """What one output must hold.

    datatype: of the V2 protocol, None where it is not compared; tolerance: None for that of the case, 0 for bit for bit.
    """

    def __init__(self, values, datatype=None, tolerance=None):
        self.values = np.asarray(values)
        self.datatype = datatype
        self.tolerance = tolerance

    @classmethod
    def typed(cls, values, tolerance=None):
        """As MLServer answers this array: with the datatype that its numpy type has in the protocol."""
        return cls(values, datatype(np.asarray(values)), tolerance)


class Refusal:
    """That an output, or the loading of a model, is refused with an error that has this text in it."""

    def __init__(self, text):
        self.text = text


class Request:
    """Tensors, and for each output that is asked for (one at a time) an Answer, a Refusal or just an array.

    content_type: of the whole request, such as "pd" where each tensor is a column of a data frame.
    """

    def __init__(self, inputs, expected, content_type=None):
        self.inputs = inputs
        self.content_type = content_type
        self.expected = {
            name: value if isinstance(value, (Answer, Refusal)) else Answer(value) for name, value in expected.items()
        }


class Case:
    """One model: its file, the requests to send, and how close its numbers must come.

    kind: a word for the sort of model, by which the counts are summed up; parameters: more of `parameters.extra` in its
    settings; refusal: where it must not load; raw: of the first request, the library's sums before they are transformed,
    which no answer has (write_fixtures.py).
    """

    def __init__(
        self, name, implementation, file, requests, tolerance, kind="", parameters=None, refusal=None, raw=None
    ):
        self.name = name
        self.implementation = implementation
        self.file = file
        self.requests = requests
        self.tolerance = tolerance
        self.kind = kind
        self.parameters = parameters or {}
        self.refusal = refusal
        self.raw = raw

    @classmethod
    def of_rows(cls, name, implementation, file, rows, expected, tolerance, **more):
        """A model that is asked once, with one matrix."""
        return cls(name, implementation, file, [Request([Tensor("x", rows)], expected)], tolerance, **more)


def datatype(array):
    """The protocol's word for the type of an array."""
    kinds = {"f": "FP", "i": "INT", "u": "UINT"}
    if array.dtype.kind in kinds:
        return kinds[array.dtype.kind] + str(8 * array.dtype.itemsize)
    return "BOOL" if array.dtype.kind == "b" else "BYTES"
