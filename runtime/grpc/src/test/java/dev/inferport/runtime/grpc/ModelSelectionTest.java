package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelMetadataRequest;
import dev.inferport.wire.inference.ModelReadyRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSelectionTest {

    private static final Metadata.Key<String> TEXT = Metadata.Key.of("mm-model-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> BINARY =
            Metadata.Key.of("mm-model-id-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private ServedRuntime served;

    @BeforeEach
    void start(@TempDir Path repository) throws Exception {
        served = ServedRuntime.start(repository);
        served.serve("mine", EchoModel.class);
        served.serve("other", EchoModel.class);
        served.add(
                "umlaut",
                "{\"name\": \"m\u00f6del/1 x\", \"implementation\": \"%s\"}".formatted(EchoModel.class.getName()));
        served.load("m\u00f6del/1 x");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void withoutAHeaderTheMessageNamesTheModel() {
        assertThat(served.client().modelInfer(Messages.floats("other", 1)).getModelName())
                .isEqualTo("other");
    }

    @Test
    void theTextHeaderDecidesTheModel() {
        assertThat(infer(text("mine"), Messages.floats("other", 1))).isEqualTo("mine");
    }

    @Test
    void theBinaryHeaderDecidesTheModelInAnyScript() {
        assertThat(infer(binary("m\u00f6del/1 x"), Messages.floats("other", 1))).isEqualTo("m\u00f6del/1 x");
    }

    @Test
    void theBinaryHeaderCountsMoreThanTheText() {
        Metadata both = binary("mine");
        both.put(TEXT, "other");

        assertThat(infer(both, Messages.floats("other", 1))).isEqualTo("mine");
    }

    @Test
    void theMessageMayLeaveTheModelToTheHeader() {
        assertThat(infer(text("mine"), Messages.floats("", 1))).isEqualTo("mine");
    }

    @Test
    void aForgedSecondNameInTheMessageDoesNotReachAnotherModel() {
        UnknownFieldSet secondName = UnknownFieldSet.newBuilder()
                .addField(
                        ModelInferRequest.MODEL_NAME_FIELD_NUMBER,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("other"))
                                .build())
                .build();
        ModelInferRequest forged = Messages.floats("mine", 1).toBuilder()
                .setUnknownFields(secondName)
                .build();

        assertThat(served.client().modelInfer(forged).getModelName()).isEqualTo("other");
        assertThat(infer(binary("mine"), forged)).isEqualTo("mine");
    }

    @Test
    void aHeaderThatNamesNoModelHereIsNotFound() {
        Status status = Messages.failure(() -> served.client(text("gone")).modelInfer(Messages.floats("mine", 1)));

        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status.getDescription()).isEqualTo("Model gone not found");
    }

    @Test
    void theHeaderDecidesForMetadataAndReadinessToo() {
        ModelMetadataRequest metadata =
                ModelMetadataRequest.newBuilder().setName("other").build();
        ModelReadyRequest ready = ModelReadyRequest.newBuilder().setName("gone").build();

        assertThat(served.client(text("mine")).modelMetadata(metadata).getName())
                .isEqualTo("mine");
        assertThat(served.client(binary("mine")).modelReady(ready).getReady()).isTrue();
    }

    private String infer(Metadata headers, ModelInferRequest request) {
        return served.client(headers).modelInfer(request).getModelName();
    }

    private static Metadata text(String model) {
        Metadata headers = new Metadata();
        headers.put(TEXT, model);
        return headers;
    }

    private static Metadata binary(String model) {
        Metadata headers = new Metadata();
        headers.put(BINARY, model.getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
