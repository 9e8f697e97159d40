package dev.inferport.runtime.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.ModelInferResponse.InferOutputTensor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Asks a model in each of the four ways of the protocol, and shows every answer in one form. */
final class WireClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final StartedServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    WireClient(StartedServer server) {
        this.server = server;
    }

    /** A way to ask. */
    enum Way {
        GRPC_TYPED,
        GRPC_RAW,
        REST_JSON,
        REST_BINARY
    }

    /**
     * An answer, whichever way it came.
     *
     * @param status of HTTP, or the one that stands for the code of gRPC
     * @param error empty where there is an answer
     * @param model that answered, its version, and the id of the request
     * @param tensors name, datatype, shape and raw bytes of each output
     */
    record Answer(int status, String error, String model, List<String> tensors) {}

    Answer ask(Way way, String model, String version, List<WireTensor> inputs) throws Exception {
        return switch (way) {
            case GRPC_TYPED, GRPC_RAW -> grpc(way == Way.GRPC_RAW, model, version, inputs);
            case REST_JSON, REST_BINARY -> rest(way == Way.REST_BINARY, model, version, inputs);
        };
    }

    private Answer grpc(boolean raw, String model, String version, List<WireTensor> inputs) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder()
                .setModelName(model)
                .setModelVersion(version)
                .setId("id-1");
        for (WireTensor input : inputs) {
            InferInputTensor.Builder tensor = InferInputTensor.newBuilder()
                    .setName(input.name())
                    .setDatatype(input.datatype())
                    .addAllShape(input.shape());
            if (raw) {
                request.addRawInputContents(ByteString.copyFrom(input.raw()));
            } else {
                tensor.setContents(input.typed());
            }
            request.addInputs(tensor);
        }
        try {
            return answer(server.grpc().modelInfer(request.build()));
        } catch (StatusRuntimeException e) {
            int status =
                    switch (e.getStatus().getCode()) {
                        case INVALID_ARGUMENT -> 400;
                        case NOT_FOUND -> 404;
                        case FAILED_PRECONDITION -> 422;
                        case RESOURCE_EXHAUSTED -> 429;
                        case INTERNAL -> 500;
                        case UNIMPLEMENTED -> 501;
                        case UNAVAILABLE -> 503;
                        default -> 0;
                    };
            return new Answer(status, String.valueOf(e.getStatus().getDescription()), "", List.of());
        }
    }

    private static Answer answer(ModelInferResponse response) {
        List<String> tensors = new ArrayList<>();
        for (int i = 0; i < response.getOutputsCount(); i++) {
            InferOutputTensor output = response.getOutputs(i);
            byte[] raw = response.getRawOutputContentsCount() > 0
                    ? response.getRawOutputContents(i).toByteArray()
                    : WireTensor.ofTyped(
                                    output.getName(), output.getDatatype(), output.getShapeList(), output.getContents())
                            .raw();
            tensors.add(shown(output.getName(), output.getDatatype(), output.getShapeList(), raw));
        }
        String model = response.getModelName() + ":" + response.getModelVersion() + "#" + response.getId();
        return new Answer(200, "", model, tensors);
    }

    private Answer rest(boolean binary, String model, String version, List<WireTensor> inputs) throws Exception {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<String> tensors = new ArrayList<>();
        for (WireTensor input : inputs) {
            byte[] raw = input.raw();
            String elements =
                    binary ? "\"parameters\": {\"binary_data_size\": " + raw.length + "}" : "\"data\": " + input.json();
            tensors.add("{\"name\": \"" + input.name() + "\", \"datatype\": \"" + input.datatype() + "\", \"shape\": "
                    + input.shape() + ", " + elements + "}");
            data.writeBytes(raw);
        }
        String json = "{\"id\": \"id-1\", \"parameters\": {\"binary_data_output\": " + binary + "}, \"inputs\": "
                + tensors + "}";
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head);
        String path = "/v2/models/" + model + (version.isEmpty() ? "" : "/versions/" + version) + "/infer";
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.ports().rest() + path));
        if (binary) {
            body.writeBytes(data.toByteArray());
            request.header(JSON_LENGTH, Integer.toString(head.length));
        }
        return answer(http.send(
                request.POST(BodyPublishers.ofByteArray(body.toByteArray())).build(), BodyHandlers.ofByteArray()));
    }

    private static Answer answer(HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        int length = response.headers()
                .firstValue(JSON_LENGTH)
                .map(Integer::parseInt)
                .orElse(body.length);
        JsonNode json = JSON.readTree(body, 0, length);
        if (response.statusCode() != 200) {
            return new Answer(response.statusCode(), json.path("error").asText(), "", List.of());
        }
        List<String> tensors = new ArrayList<>();
        int offset = length;
        for (JsonNode output : json.path("outputs")) {
            WireTensor tensor = WireTensor.ofJson(output);
            byte[] raw = tensor.raw();
            if (output.path("parameters").has("binary_data_size")) {
                int size = output.path("parameters").path("binary_data_size").asInt();
                raw = Arrays.copyOfRange(body, offset, offset + size);
                offset += size;
            }
            tensors.add(shown(tensor.name(), tensor.datatype(), tensor.shape(), raw));
        }
        String model = json.path("model_name").asText() + ":"
                + json.path("model_version").asText() + "#" + json.path("id").asText();
        return new Answer(200, "", model, tensors);
    }

    static String shown(String name, String datatype, List<Long> shape, byte[] raw) {
        return name + " " + datatype + shape + " " + HexFormat.of().formatHex(raw);
    }
}
