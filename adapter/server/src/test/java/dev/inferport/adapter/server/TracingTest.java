package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Collector collector = new Collector();
    private final AdapterFixture adapter;

    TracingTest(@TempDir Path root) throws Exception {
        adapter = new AdapterFixture(
                root,
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "OTEL_SERVICE_NAME", "adapter-of-the-test",
                        "OTEL_BSP_SCHEDULE_DELAY", "50"));
    }

    @AfterEach
    void stop() throws Exception {
        adapter.close();
        collector.close();
    }

    @Test
    void loadsAndInferencesAreSpansAndJoinTheCallersTrace() throws Exception {
        adapter.mesh().loadModel(adapter.onDisk("a", 10));
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                "00-" + TRACE + "-b7ad6b7169203331-01");
        var answer = GRPCInferenceServiceGrpc.newBlockingStub(adapter.channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .modelInfer(ModelInferRequest.newBuilder().setModelName("a").build());
        adapter.mesh()
                .unloadModel(UnloadModelRequest.newBuilder().setModelId("a").build());

        assertThat(answer.getModelName()).isEqualTo("a");
        var trace = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(collector.text())
                .contains(
                        "adapter-of-the-test",
                        "load model",
                        "fetch",
                        "runtime",
                        "unload model",
                        "inference.GRPCInferenceService/ModelInfer",
                        trace));
    }
}
