package dev.inferport.runtime.server;

import com.google.protobuf.ByteString;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.inferport.wire.inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole server in this process, on free ports, with clients for them. */
final class StartedServer implements AutoCloseable {

    static final String TENSOR =
            "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\": \"INT64\", \"data\": [7]}]}";

    private final Lifecycle lifecycle = new Lifecycle(Duration.ofSeconds(20));
    private final EventLoops loops = EventLoops.create("client", 1);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RuntimeServer.Ports ports;
    private final ManagedChannel channel;

    private StartedServer(ServerSettings settings, Map<String, String> environment) throws Exception {
        try {
            this.ports = RuntimeServer.start(settings, environment, lifecycle);
        } catch (Exception e) {
            loops.close();
            throw e;
        }
        this.channel = GrpcChannels.builder(Endpoint.tcp(Endpoint.LOOPBACK, ports.grpc()), loops)
                .build();
    }

    static StartedServer start(Path root, Map<String, String> variables) throws Exception {
        Map<String, String> environment = environment();
        environment.putAll(variables);
        return new StartedServer(ServerSettings.read(root, environment), environment);
    }

    /** Variables that let several servers run side by side. */
    static Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "MLSERVER_HOST", "127.0.0.1",
                "MLSERVER_GRPC_PORT", "0",
                "MLSERVER_HTTP_PORT", "0",
                "MLSERVER_METRICS_PORT", "0"));
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    RuntimeServer.Ports ports() {
        return ports;
    }

    ManagedChannel channel() {
        return channel;
    }

    GRPCInferenceServiceBlockingStub grpc() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    static ModelInferRequest request(String model) {
        ModelInferRequest.InferInputTensor input = ModelInferRequest.InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("INT64")
                .addShape(1)
                .build();
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .addInputs(input)
                .addRawInputContents(ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES)))
                .build();
    }

    HttpResponse<String> rest(String method, String path, String body) {
        return send(ports.rest(), HttpRequest.newBuilder().method(method, BodyPublishers.ofString(body)), path);
    }

    /** The lines of the metrics page that are neither help nor type. */
    List<String> metrics() {
        return metricsPage("")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    HttpResponse<String> metricsPage(String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        return send(ports.metrics().orElseThrow(), request, "/metrics");
    }

    HttpResponse<String> send(int port, HttpRequest.Builder request, String path) {
        try {
            return http.send(
                    request.uri(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        lifecycle.stop();
        loops.close();
    }
}
