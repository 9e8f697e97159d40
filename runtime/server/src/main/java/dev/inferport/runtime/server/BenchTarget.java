package dev.inferport.runtime.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.inferport.wire.inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The server that is measured. */
final class BenchTarget {

    private static final int TIMEOUT_SECONDS = 60;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI restModel;
    private final String grpc;
    private final String model;
    private final EventLoops loops;

    /** Sends one request, and returns when the answer is there. For use by one thread. */
    interface Caller extends AutoCloseable {

        /** Whether the answer was a success. */
        boolean call() throws IOException, InterruptedException;

        @Override
        void close();
    }

    BenchTarget(String rest, String grpc, String model, EventLoops loops) {
        String base = rest.contains("://") ? rest : "http://" + rest;
        this.restModel = URI.create(base + "/v2/models/"
                + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20"));
        this.grpc = grpc;
        this.model = model;
        this.loops = loops;
    }

    /** @throws IOException where the file is not a request */
    static ObjectNode read(Path file) throws IOException {
        JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
        if (tree instanceof ObjectNode object && object.path("inputs").isArray()) {
            return object;
        }
        throw new IOException(file + ": not a V2 request (expected: a JSON object with inputs)");
    }

    /** A request of one row of zeros, as the model's metadata says. */
    ObjectNode zeros() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(restModel).build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        JsonNode inputs = MAPPER.readTree(response.body()).path("inputs");
        if (response.statusCode() != 200 || inputs.isEmpty()) {
            throw new IOException("the metadata of model '" + model + "' names no inputs (status "
                    + response.statusCode() + "); give a request with --input");
        }
        ObjectNode body = MAPPER.createObjectNode();
        ArrayNode tensors = body.putArray("inputs");
        for (JsonNode input : inputs) {
            ObjectNode tensor = tensors.addObject();
            tensor.set("name", input.path("name"));
            tensor.set("datatype", input.path("datatype"));
            ArrayNode shape = tensor.putArray("shape");
            int count = 1;
            for (JsonNode dimension : input.path("shape")) {
                int size = Math.max(1, dimension.asInt());
                shape.add(size);
                count = Math.multiplyExact(count, size);
            }
            ArrayNode data = tensor.putArray("data");
            for (int i = 0; i < count; i++) {
                add(data, input.path("datatype").asText());
            }
        }
        return body;
    }

    Caller rest(ObjectNode body) throws JsonProcessingException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(restModel + "/infer"))
                .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
                .build();
        return new Caller() {
            @Override
            public boolean call() throws InterruptedException {
                try {
                    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
                } catch (IOException e) {
                    return false;
                }
            }

            @Override
            public void close() {}
        };
    }

    Caller grpc(ObjectNode body) {
        ModelInferRequest request = GrpcRequests.of(model, body);
        int colon = grpc.lastIndexOf(':');
        ManagedChannel channel = GrpcChannels.builder(
                        Endpoint.tcp(grpc.substring(0, colon), Integer.parseInt(grpc.substring(colon + 1))), loops)
                .build();
        GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        return new Caller() {
            @Override
            public boolean call() {
                try {
                    var unused = stub.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                            .modelInfer(request);
                    return true;
                } catch (StatusRuntimeException e) {
                    return false;
                }
            }

            @Override
            public void close() {
                channel.shutdownNow();
            }
        };
    }

    private static void add(ArrayNode data, String datatype) {
        switch (datatype) {
            case "BOOL" -> data.add(false);
            case "BYTES" -> data.add("");
            default -> data.add(0);
        }
    }
}
