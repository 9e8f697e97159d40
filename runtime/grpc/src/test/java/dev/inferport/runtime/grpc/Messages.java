package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.UnsafeByteOperations;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;

/** Requests as clients make them. */
final class Messages {

    private Messages() {}

    static ModelInferRequest.Builder request(String model, InferInputTensor.Builder... inputs) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(model);
        for (InferInputTensor.Builder input : inputs) {
            request.addInputs(input);
        }
        return request;
    }

    /** A request with one FP32 tensor, typed. */
    static ModelInferRequest floats(String model, float... values) {
        return request(model, floatInput("x", values)).build();
    }

    /** A request with one tensor, raw. */
    static ModelInferRequest raw(String model, Tensor tensor) {
        return request(model, describe("x", tensor))
                .addRawInputContents(UnsafeByteOperations.unsafeWrap(tensor.raw()))
                .build();
    }

    static InferInputTensor.Builder floatInput(String name, float... values) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (float value : values) {
            contents.addFp32Contents(value);
        }
        return input(name, "FP32", values.length).setContents(contents);
    }

    static InferInputTensor.Builder input(String name, String datatype, long... shape) {
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
        for (long dimension : shape) {
            input.addShape(dimension);
        }
        return input;
    }

    static InferInputTensor.Builder describe(String name, Tensor tensor) {
        return input(name, tensor.dataType().name(), tensor.shape().toArray());
    }

    /** The status that a call fails with. */
    static Status failure(Supplier<?> call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::get).getStatus();
    }
}
