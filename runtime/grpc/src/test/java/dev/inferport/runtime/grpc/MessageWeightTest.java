package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MessageWeightTest {

    private static final int MANY = 100_000;

    @Test
    void rawTensorsWeighNothing() throws IOException {
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder().setName("x").addShape(MANY))
                .addRawInputContents(ByteString.copyFrom(new byte[8 * MANY]))
                .build();
        assertThat(weight(request)).isLessThan(2000);
    }

    @Test
    void typedNumbersWeighAFewTimesTheirBytes() throws IOException {
        InferTensorContents.Builder numbers = InferTensorContents.newBuilder();
        for (int i = 0; i < MANY; i++) {
            numbers.addFp32Contents(i);
        }
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder().setContents(numbers))
                .build();
        assertThat(weight(request)).isBetween(4L * MANY, 50L * MANY);
    }

    @Test
    void tensorsAndTextsAreObjects() throws IOException {
        ModelInferRequest.Builder tensors = ModelInferRequest.newBuilder();
        InferTensorContents.Builder texts = InferTensorContents.newBuilder();
        for (int i = 0; i < MANY; i++) {
            tensors.addInputs(InferInputTensor.getDefaultInstance());
            texts.addBytesContents(ByteString.EMPTY);
        }
        assertThat(weight(tensors.build())).isGreaterThan(200L * MANY);
        assertThat(weight(ModelInferRequest.newBuilder()
                        .addInputs(InferInputTensor.newBuilder().setContents(texts))
                        .build()))
                .isBetween(60L * MANY, 70L * MANY);
    }

    @Test
    void whatIsNoMessageIsNotWeighed() {
        assertThatThrownBy(() -> MessageWeight.of(ByteString.copyFrom(new byte[] {0x2A, 0x7F, 1})))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    private static long weight(ModelInferRequest request) throws IOException {
        return MessageWeight.of(request.toByteString());
    }
}
