"""Asks a server through tritonclient, over each protocol and in each form, and fails where an answer is not the input.

Streams are left out: this client reads Triton's own message for them, which neither MLServer nor the protocol has.

    triton_client.py HTTP_ADDRESS GRPC_ADDRESS MODEL
"""

import asyncio
import sys

import numpy as np
import tritonclient.grpc as grpc
import tritonclient.grpc.aio as grpc_aio
import tritonclient.http as http
import tritonclient.http.aio as http_aio

ARRAYS = {
    "FP32": np.array([[1.5, -2.5, float("inf")]], dtype=np.float32),
    "FP64": np.array([[1.5, -2.5, 1e300]], dtype=np.float64),
    "INT64": np.array([[1, -(2**63), 2**63 - 1]], dtype=np.int64),
    "UINT8": np.array([[0, 255]], dtype=np.uint8),
    "BOOL": np.array([[True, False]], dtype=bool),
    "BYTES": np.array([[b"text", "w\u00f6rld".encode(), b""]], dtype=np.object_),
}
# JSON has no infinity, and no bytes: texts are sent and come back as such.
TEXTS = np.array([["text", "w\u00f6rld", ""]], dtype=np.object_)
JSON_ARRAYS = {**ARRAYS, "FP32": np.array([[1.5, -2.5]], dtype=np.float32), "BYTES": TEXTS}


def same(answer, array, what):
    if answer is None or answer.shape != array.shape or not np.array_equal(answer, array):
        raise AssertionError(f"{what}: {answer!r} (expected: {array!r})")


def check_http(address, model):
    with http.InferenceServerClient(address) as client:
        assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(model)
        assert client.get_server_metadata()["name"]
        assert client.get_model_metadata(model)["name"] == model
        assert any(entry["name"] == model for entry in client.get_model_repository_index())
        for binary in (True, False):
            for datatype, array in (ARRAYS if binary else JSON_ARRAYS).items():
                tensor = http.InferInput("x", list(array.shape), datatype)
                tensor.set_data_from_numpy(array, binary_data=binary)
                output = http.InferRequestedOutput("x", binary_data=binary)
                result = client.infer(model, [tensor], outputs=[output], request_id="7")
                assert result.get_response()["id"] == "7"
                same(result.as_numpy("x"), array, f"http {datatype} binary={binary}")
        client.infer(model, [tensor], request_compression_algorithm="gzip", response_compression_algorithm="gzip")
        client.load_model(model)
        try:
            client.infer("no-such-model", [tensor])
        except http.InferenceServerException as error:
            assert error.status() == "404", error
        else:
            raise AssertionError("an unknown model has answered")


def check_grpc(address, model):
    with grpc.InferenceServerClient(address) as client:
        assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(model)
        assert client.get_model_metadata(model).name == model
        for datatype, array in ARRAYS.items():
            tensor = grpc.InferInput("x", list(array.shape), datatype)
            tensor.set_data_from_numpy(array)
            same(client.infer(model, [tensor]).as_numpy("x"), array, f"grpc {datatype}")


async def check_asyncio(http_address, grpc_address, model):
    array = ARRAYS["FP32"]
    async with http_aio.InferenceServerClient(http_address) as client:
        tensor = http_aio.InferInput("x", list(array.shape), "FP32")
        tensor.set_data_from_numpy(array)
        results = await asyncio.gather(*(client.infer(model, [tensor]) for _ in range(20)))
        for result in results:
            same(result.as_numpy("x"), array, "http asyncio")
    async with grpc_aio.InferenceServerClient(grpc_address) as client:
        tensor = grpc_aio.InferInput("x", list(array.shape), "FP32")
        tensor.set_data_from_numpy(array)
        results = await asyncio.gather(*(client.infer(model, [tensor]) for _ in range(20)))
        for result in results:
            same(result.as_numpy("x"), array, "grpc asyncio")


if __name__ == "__main__":
    http_address, grpc_address, model = sys.argv[1:]
    check_http(http_address, model)
    check_grpc(grpc_address, model)
    asyncio.run(check_asyncio(http_address, grpc_address, model))
    print("all answers are as expected")
