package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelMetadataRequest;
import dev.inferport.wire.inference.ModelMetadataResponse;
import dev.inferport.wire.inference.ModelReadyRequest;
import dev.inferport.wire.inference.ServerLiveRequest;
import dev.inferport.wire.inference.ServerMetadataRequest;
import dev.inferport.wire.inference.ServerMetadataResponse;
import dev.inferport.wire.inference.ServerReadyRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {

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
    void theServerIsLiveAlwaysAndReadyWhenItSaysSo() {
        assertThat(isReady()).isTrue();

        served.runtime().ready(false);

        assertThat(isReady()).isFalse();
        assertThat(served.client()
                        .serverLive(ServerLiveRequest.getDefaultInstance())
                        .getLive())
                .isTrue();
    }

    @Test
    void theServerSaysWhatItIs() {
        ServerMetadataResponse metadata = served.client().serverMetadata(ServerMetadataRequest.getDefaultInstance());

        assertThat(metadata.getName()).isEqualTo("test-server");
        assertThat(metadata.getVersion()).isEqualTo("1.2.3");
        assertThat(metadata.getExtensionsList()).containsExactly("model_repository");
    }

    @Test
    void aModelSaysWhatItTakesAndHowLargeItIs() throws Exception {
        served.add("described", """
                {"name": "described", "implementation": "%s", "platform": "test",
                 "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 4],
                             "parameters": {"content_type": "np"}}],
                 "outputs": [{"name": "y", "datatype": "INT64", "shape": [-1]}],
                 "parameters": {"version": "v3", "content_type": "pd"}}
                """.formatted(EchoModel.class.getName()));
        served.load("described");

        ModelMetadataResponse metadata = metadata("described", "");

        assertThat(metadata.getName()).isEqualTo("described");
        assertThat(metadata.getVersionsList()).containsExactly("v3");
        assertThat(metadata.getPlatform()).isEqualTo("test");
        assertThat(metadata.getInputs(0).getName()).isEqualTo("x");
        assertThat(metadata.getInputs(0).getDatatype()).isEqualTo("FP32");
        assertThat(metadata.getInputs(0).getShapeList()).containsExactly(-1L, 4L);
        assertThat(metadata.getInputs(0).getParametersOrThrow("content_type").getStringParam())
                .isEqualTo("np");
        assertThat(metadata.getOutputs(0).getDatatype()).isEqualTo("INT64");
        assertThat(metadata.getParametersMap())
                .containsEntry(
                        "size_in_bytes",
                        InferParameter.newBuilder().setStringParam("5000000000").build())
                .containsEntry(
                        "content_type",
                        InferParameter.newBuilder().setStringParam("pd").build());
    }

    @Test
    void aClientOfTheOpenInferenceProtocolCanReadThePropertiesThatItHasInTheirPlace() throws Exception {
        served.add(
                "echo",
                "{\"name\": \"echo\", \"implementation\": \"" + EchoModel.class.getName()
                        + "\", \"parameters\": {\"content_type\": \"pd\"}}");
        served.load("echo");
        byte[] message = metadata("echo", "").toByteArray();

        // As a parser of map<string, string> does: the value of each entry is a text.
        CodedInputStream input = CodedInputStream.newInstance(message);
        List<String> properties = new ArrayList<>();
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != 6) {
                input.skipField(tag);
                continue;
            }
            CodedInputStream entry = input.readBytes().newCodedInput();
            entry.readTag();
            String name = entry.readStringRequireUtf8();
            entry.readTag();
            properties.add(name + "=" + entry.readStringRequireUtf8().substring(2));
        }

        assertThat(properties).contains("content_type=pd", "size_in_bytes=5000000000");
    }

    @Test
    void anUnknownModelIsNotFoundAndAnUnknownVersionIsTheClientsMistake() throws Exception {
        served.serve("echo", EchoModel.class);

        assertThat(Messages.failure(() -> metadata("gone", "")).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(Messages.failure(() -> metadata("echo", "v9")).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(Messages.failure(() -> isReady("gone", "")).getDescription()).isEqualTo("Model gone not found");
        assertThat(Messages.failure(() -> isReady("echo", "v9")).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(isReady("echo", "")).isTrue();
    }

    private boolean isReady() {
        return served.client()
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady();
    }

    private boolean isReady(String model, String version) {
        return served.client()
                .modelReady(ModelReadyRequest.newBuilder()
                        .setName(model)
                        .setVersion(version)
                        .build())
                .getReady();
    }

    private ModelMetadataResponse metadata(String model, String version) {
        return served.client()
                .modelMetadata(ModelMetadataRequest.newBuilder()
                        .setName(model)
                        .setVersion(version)
                        .build());
    }
}
