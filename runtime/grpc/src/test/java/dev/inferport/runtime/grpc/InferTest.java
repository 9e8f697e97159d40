package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferTest {

    private static final Map<String, InferParameter> PARAMETERS = Map.of(
            "bool", InferParameter.newBuilder().setBoolParam(true).build(),
            "int64", InferParameter.newBuilder().setInt64Param(-5).build(),
            "string", InferParameter.newBuilder().setStringParam("text").build(),
            "double", InferParameter.newBuilder().setDoubleParam(0.25).build(),
            "uint64", InferParameter.newBuilder().setUint64Param(-1).build());

    private ServedRuntime served;

    @BeforeEach
    void start(@TempDir Path repository) throws Exception {
        served = ServedRuntime.start(repository);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void theModelAnswersTheRequest() throws Exception {
        served.serve("sum", SumModel.class);

        ModelInferResponse response = served.client()
                .modelInfer(Messages.floats("sum", 1, 2, 39).toBuilder()
                        .setId("request-7")
                        .build());

        assertThat(response.getModelName()).isEqualTo("sum");
        assertThat(response.getModelVersion()).isEmpty();
        assertThat(response.getId()).isEqualTo("request-7");
        assertThat(response.getOutputs(0).getName()).isEqualTo("sum");
        assertThat(response.getOutputs(0).getContents().getFp64ContentsList()).containsExactly(42.0);
    }

    @Test
    void theVersionThatAnswersIsNamed() throws Exception {
        for (String version : new String[] {"v1", "v2"}) {
            served.add(
                    "versioned/" + version,
                    "{\"name\": \"versioned\", \"implementation\": \"%s\", \"parameters\": {\"version\": \"%s\"}}"
                            .formatted(EchoModel.class.getName(), version));
        }
        served.load("versioned");
        ModelInferRequest request = Messages.floats("versioned", 1);

        assertThat(served.client().modelInfer(request).getModelVersion()).isEqualTo("v2");
        assertThat(served.client()
                        .modelInfer(request.toBuilder().setModelVersion("v1").build())
                        .getModelVersion())
                .isEqualTo("v1");
        Status unknown = Messages.failure(() -> served.client()
                .modelInfer(request.toBuilder().setModelVersion("v9").build()));
        assertThat(unknown.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(unknown.getDescription()).isEqualTo("model 'versioned' has no version 'v9' (loaded: [v1, v2])");
    }

    @Test
    void parametersOfAllKindsReachTheModelAndComeBack() throws Exception {
        served.serve("echo", EchoModel.class);
        ModelInferRequest request = Messages.request(
                        "echo", Messages.floatInput("x", 1).putAllParameters(PARAMETERS))
                .putAllParameters(PARAMETERS)
                .putParameters("empty", InferParameter.getDefaultInstance())
                .build();

        ModelInferResponse response = served.client().modelInfer(request);

        assertThat(response.getParametersMap()).isEqualTo(PARAMETERS);
        assertThat(response.getOutputs(0).getParametersMap()).isEqualTo(PARAMETERS);
    }

    @Test
    void theModelSeesWhichOutputsAreAskedFor() throws Exception {
        served.serve("echo", EchoModel.class);
        ModelInferRequest request = Messages.request("echo", Messages.floatInput("a", 1), Messages.floatInput("b", 2))
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("b"))
                .build();

        assertThat(served.client().modelInfer(request).getOutputsList())
                .extracting(ModelInferResponse.InferOutputTensor::getName)
                .containsExactly("b");
    }

    @Test
    void headersReachTheModelWithoutCredentialsAndItsOwnReturnAsTrailers() throws Exception {
        served.serve("echo", EchoModel.class);
        Metadata headers = new Metadata();
        headers.put(key("X-Trace"), "abc");
        headers.put(key("authorization"), "Bearer secret");
        headers.put(key("cookie"), "secret");
        headers.put(Metadata.Key.of("blob-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1});
        AtomicReference<Metadata> captured = new AtomicReference<>();

        ModelInferResponse response = served.client(headers)
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), captured))
                .modelInfer(Messages.floats("echo", 1));

        Metadata trailers = Objects.requireNonNull(captured.get());
        assertThat(response.getOutputsCount()).isEqualTo(1);
        assertThat(trailers.get(key("x-trace"))).isEqualTo("abc");
        assertThat(trailers.keys()).doesNotContain("authorization", "cookie", "blob-bin");
    }

    @Test
    void aModelsFaultIsInternalWithItsMessage() throws Exception {
        Status status = failWith("kaboom");

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).isEqualTo("kaboom");
    }

    @Test
    void aModelsTextCantMakeAMeshEvictIt() throws Exception {
        Status status = failWith("missing input");

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).isEqualTo("Model input 'x' not found.");
    }

    @Test
    void aModelMayChooseItsReason() throws Exception {
        assertThat(failWith("precondition").getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void aVeryLongTextIsCutAndArrives() throws Exception {
        Status status = failWith("long");

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).startsWith("\u00e4\u00e4\u00e4").endsWith("...");
    }

    @Test
    void aModelThatImplementsNoPredictIsUnimplemented() throws Exception {
        served.serve("stream-only", StreamingModel.class);

        assertThat(Messages.failure(() -> served.client().modelInfer(Messages.floats("stream-only", 1)))
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    private Status failWith(String failure) throws Exception {
        served.serve("failing", FailingModel.class);
        ModelInferRequest request = Messages.floats("failing", 1).toBuilder()
                .putParameters(
                        "failure",
                        InferParameter.newBuilder().setStringParam(failure).build())
                .build();
        return Messages.failure(() -> served.client().modelInfer(request));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
