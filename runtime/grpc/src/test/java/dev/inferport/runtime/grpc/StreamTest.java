package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.Tensor;
import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTest {

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
    void eachRequestGetsItsAnswerInOrderAndForm() throws Exception {
        served.serve("echo", EchoModel.class);
        StreamClient client = open(StreamClient.reading());
        List<ModelInferRequest> requests = IntStream.range(0, 200)
                .mapToObj(i ->
                        i % 2 == 0 ? Messages.floats("echo", i) : Messages.raw("echo", Tensor.of(new float[] {i}, 1)))
                .map(request ->
                        request.toBuilder().setId("id-" + request.hashCode()).build())
                .toList();

        requests.forEach(client::send);
        client.halfClose();

        assertThat(client.end().getCode()).isEqualTo(Status.Code.OK);
        assertThat(client.responses())
                .extracting(ModelInferResponse::getId)
                .containsExactlyElementsOf(
                        requests.stream().map(ModelInferRequest::getId).toList());
        for (int i = 0; i < requests.size(); i++) {
            ModelInferResponse response = client.responses().get(i);
            assertThat(response.getRawOutputContentsList())
                    .isEqualTo(requests.get(i).getRawInputContentsList());
            assertThat(response.getOutputs(0).getContents())
                    .isEqualTo(requests.get(i).getInputs(0).getContents());
        }
    }

    @Test
    void aStreamWithoutARequestIsToldSo() throws Exception {
        StreamClient client = open(StreamClient.reading());

        client.halfClose();

        assertThat(client.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(client.end().getDescription())
                .isEqualTo("the stream ended without a request (expected: at least one)");
    }

    @Test
    void aBadRequestEndsTheStreamAfterTheAnswersBeforeIt() throws Exception {
        served.serve("echo", EchoModel.class);
        StreamClient client = open(StreamClient.reading());

        client.send(Messages.floats("echo", 1));
        client.send(Messages.request("echo", Messages.input("x", "FP32", 2)).build());

        assertThat(client.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(client.end().getDescription()).startsWith("input 'x': fp32_contents: 0 elements");
        assertThat(client.responses()).hasSize(1);
    }

    @Test
    void anUnknownModelIsNotFound() throws Exception {
        StreamClient client = open(StreamClient.reading());

        client.send(Messages.floats("gone", 1));

        assertThat(client.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(client.end().getDescription()).isEqualTo("Model gone not found");
    }

    @Test
    void laterRequestsMayLeaveTheModelOutButNotChangeIt() throws Exception {
        served.serve("echo", EchoModel.class);
        served.serve("other", EchoModel.class);
        StreamClient client = open(StreamClient.reading());

        client.send(Messages.floats("echo", 1));
        client.send(Messages.floats("", 2));
        client.send(Messages.floats("other", 3));

        assertThat(client.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(client.end().getDescription()).startsWith("model: 'other' (expected: 'echo'");
        assertThat(client.responses()).hasSize(2);
    }

    @Test
    void theHeaderDecidesTheModelOfTheWholeStream() throws Exception {
        served.serve("mine", EchoModel.class);
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("mm-model-id", Metadata.ASCII_STRING_MARSHALLER), "mine");
        StreamClient client = StreamClient.reading();
        var unused = served.streams()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .modelStreamInfer(client);

        client.send(Messages.floats("a", 1));
        client.send(Messages.floats("b", 1));
        client.halfClose();

        assertThat(client.end().getCode()).isEqualTo(Status.Code.OK);
        assertThat(client.responses())
                .extracting(ModelInferResponse::getModelName)
                .containsExactly("mine", "mine");
    }

    @Test
    void aClientThatReadsSlowlyHoldsTheModelBack() throws Exception {
        served.serve("flood", StreamingModel.class);
        StreamingModel.Watch watch = StreamingModel.watch("flood");
        StreamClient client = open(StreamClient.waiting());

        client.send(flood("flood", 500));
        client.halfClose();

        Thread model = watch.thread.get(20, TimeUnit.SECONDS);
        await().until(() -> model.getState() == Thread.State.WAITING && watch.sent.get() > 0);
        assertThat(watch.sent.get()).isLessThan(200);

        client.read(501);
        assertThat(client.end().getCode()).isEqualTo(Status.Code.OK);
        assertThat(client.responses()).hasSize(500);
    }

    @Test
    void aModelThatIsSlowIsSentOneRequestAhead() throws Exception {
        GatedModel.Gates gates = GatedModel.gates("ahead");
        gates.load.release();
        served.serve("ahead", GatedModel.class);
        int before = served.received();
        StreamClient client = open(StreamClient.reading());

        for (int i = 0; i < 50; i++) {
            client.send(Messages.floats("ahead", i));
        }
        client.halfClose();

        gates.started.acquire();
        await().until(() -> served.received() == before + 2);
        gates.predict.release();
        gates.started.acquire();
        await().until(() -> served.received() == before + 3);
        gates.predict.release(49);
        assertThat(client.end().getCode()).isEqualTo(Status.Code.OK);
        assertThat(client.responses()).hasSize(50);
    }

    @Test
    void aClientThatGoesAwayWakesAModelThatWaitsForRequests() throws Exception {
        served.serve("idle", StreamingModel.class);
        StreamClient client = open(StreamClient.reading());
        client.send(flood("idle", 1));
        await().until(() -> client.responses().size() == 1);

        client.cancel();

        assertThat(StreamingModel.watch("idle").end.get(20, TimeUnit.SECONDS)).isEqualTo("CANCELLED");
    }

    @Test
    void aClientThatGoesAwayWakesAModelThatWaitsToSend() throws Exception {
        served.serve("stuck", StreamingModel.class);
        StreamingModel.Watch watch = StreamingModel.watch("stuck");
        StreamClient client = open(StreamClient.waiting());
        client.send(flood("stuck", 500));
        Thread model = watch.thread.get(20, TimeUnit.SECONDS);
        await().until(() -> model.getState() == Thread.State.WAITING && watch.sent.get() > 0);

        client.cancel();

        assertThat(watch.end.get(20, TimeUnit.SECONDS)).isEqualTo("CANCELLED");
    }

    @Test
    void theDeadlineWakesTheModel() throws Exception {
        served.serve("late", StreamingModel.class);
        StreamClient client = StreamClient.reading();
        var unused = served.streams().withDeadlineAfter(3, TimeUnit.SECONDS).modelStreamInfer(client);
        client.send(flood("late", 1));

        assertThat(client.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(StreamingModel.watch("late").end.get(20, TimeUnit.SECONDS)).isIn("CANCELLED", "DEADLINE_EXCEEDED");
    }

    private StreamClient open(StreamClient client) {
        var unused = served.streams().modelStreamInfer(client);
        return client;
    }

    private static ModelInferRequest flood(String model, int responses) {
        return Messages.floats(model, 1).toBuilder()
                .putParameters(
                        "responses",
                        InferParameter.newBuilder().setInt64Param(responses).build())
                .build();
    }
}
