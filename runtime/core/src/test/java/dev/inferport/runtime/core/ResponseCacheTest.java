package dev.inferport.runtime.core;

import static dev.inferport.runtime.core.TestModels.settings;
import static dev.inferport.runtime.core.TestModels.writeSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the model was asked, or its answer remembered, shows in the number of its predicts. */
class ResponseCacheTest {

    private static final String CACHED = "\"cache_enabled\": true";

    @TempDir
    private Path root;

    private InferenceRuntime runtime;
    private TestModels models;

    @BeforeEach
    void start() {
        runtime = runtime(new CacheLimits(3, 1_000));
        models = TestModels.in(root);
    }

    @AfterEach
    void stop() {
        models.gates.values().forEach(CountDownLatch::countDown);
        runtime.close();
    }

    @Test
    void anEqualRequestGetsTheSameAnswerUnderItsOwnId() {
        load("a", TestModels.Echo.class, CACHED);

        InferenceResponse first = infer(request("a", 1).id("one").build());
        InferenceResponse second = infer(
                request("a", 1).id("two").headers(Map.of("x-request-id", "7")).build());

        assertThat(models.predicts).hasSize(1);
        assertThat(second.output("x").tensor()).isEqualTo(first.output("x").tensor());
        assertThat(second.id()).contains("two");
        assertThat(second.modelName()).isEqualTo("a");
    }

    @Test
    void anyDifferenceThatTheModelCouldSeeAsksTheModel() {
        load("a", TestModels.Echo.class, CACHED);
        Tensor tensor = Tensor.of(new double[] {1}, 1);

        infer(request("a", 1).build());
        infer(request("a", 2).build());
        infer(InferenceRequest.builder("a").input("y", tensor).build());
        infer(request("a", 1).parameters(Parameters.of("k", "1")).build());
        infer(request("a", 1).parameters(Parameters.of("k", 1L)).build());
        infer(request("a", 1).output(new RequestedOutput("x")).build());
        infer(InferenceRequest.builder("a")
                .input("x", Tensor.of(new double[] {1}, 1, 1))
                .build());

        assertThat(models.predicts).hasSize(7);
    }

    @Test
    void aModelNeverGetsTheAnswersOfAnother() {
        load("a", TestModels.Echo.class, CACHED);
        load("b", BatchModels.Total.class, CACHED);

        infer(request("a", 1).build());
        InferenceResponse response = infer(request("b", 1).build());

        assertThat(response.modelName()).isEqualTo("b");
        assertThat(response.outputs()).extracting(output -> output.name()).containsExactly("total");
    }

    @Test
    void aReloadAndAnUnloadForgetEverything() {
        load("a", TestModels.Echo.class, CACHED);
        infer(request("a", 1).build());

        load("a", BatchModels.Total.class, CACHED);
        assertThat(infer(request("a", 1).build()).outputs())
                .extracting(output -> output.name())
                .containsExactly("total");
        runtime.unload("a").join();
        load("a", TestModels.Echo.class, CACHED);
        assertThat(infer(request("a", 1).build()).outputs())
                .extracting(output -> output.name())
                .containsExactly("x");
    }

    @Test
    void anAnswerOfAModelThatIsReplacedMeanwhileIsNotKept() throws Exception {
        load("a", TestModels.Echo.class, CACHED);
        CountDownLatch gate = models.gate("predict a");
        CompletableFuture<InferenceResponse> under =
                runtime.infer(request("a", 1).build(), Call.withoutDeadline());
        models.arrival("predict a").await();
        load("a", TestModels.Echo.class, CACHED);
        gate.countDown();
        under.join();

        infer(request("a", 1).build());

        assertThat(models.predicts).hasSize(2);
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() {
        load("a", TestModels.Echo.class, CACHED);
        for (double value : new double[] {1, 2, 3, 1, 4}) {
            infer(request("a", value).build());
        }
        assertThat(models.predicts).hasSize(4);

        infer(request("a", 1).build());
        assertThat(models.predicts).hasSize(4);
        infer(request("a", 2).build());
        assertThat(models.predicts).hasSize(5);
    }

    @Test
    void theBytesAreBoundedToo() {
        load("a", TestModels.Echo.class, CACHED);
        Tensor large = Tensor.of(new double[100], 100);
        Tensor huge = Tensor.of(new double[200], 200);

        for (int i = 0; i < 2; i++) {
            infer(InferenceRequest.builder("a").input("large", large).build());
            infer(InferenceRequest.builder("a").input("huge", huge).build());
        }
        assertThat(models.predicts).hasSize(3);
        infer(InferenceRequest.builder("a").input("other", large).build());
        infer(InferenceRequest.builder("a").input("large", large).build());
        assertThat(models.predicts).hasSize(5);
    }

    @Test
    void aFailureIsNotRemembered() {
        load("a", BatchModels.Picky.class, CACHED);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> infer(request("a", -1).build())).isInstanceOf(CompletionException.class);
        }

        assertThat(models.predicts).hasSize(2);
    }

    @Test
    void anAnswerThatCannotBeKeptIsGivenAndLetsItsModelGo() {
        runtime.close();
        runtime = runtime(new CacheLimits(3, Long.MAX_VALUE));
        load("a", Colossal.class, CACHED);

        assertThat(infer(request("a", 1).build()).output("x").tensor().elementCount())
                .isEqualTo(Integer.MAX_VALUE);

        assertThat(runtime.requestsInFlight()).isZero();
        runtime.unload("a").join();
    }

    /** Answers with a file of zeros that takes no room, of which no array can be the copy. */
    public static final class Colossal extends MLModel {

        public Colossal(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws Exception {
            Path file = Path.of(settings().parameters().uri().orElseThrow()).resolve("zeros");
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer zeros = channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.MAX_VALUE);
                Tensor tensor = Tensor.ofRaw(DataType.INT8, Shape.of(Integer.MAX_VALUE), zeros);
                return InferenceResponse.of(new ResponseOutput("x", tensor));
            }
        }
    }

    @Test
    void bothTheServerAndTheModelMustWantIt() {
        load("a", TestModels.Echo.class, "");
        infer(request("a", 1).build());
        infer(request("a", 1).build());
        assertThat(models.predicts).hasSize(2);

        runtime.close();
        runtime = runtime(CacheLimits.none());
        load("a", TestModels.Echo.class, CACHED);
        infer(request("a", 1).build());
        infer(request("a", 1).build());
        assertThat(models.predicts).hasSize(4);
    }

    private InferenceRuntime runtime(CacheLimits cache) {
        return new InferenceRuntime(
                new ServerInfo("test", "1", List.of()),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(getClass().getClassLoader()),
                new RuntimeLimits(2, 100, 100, Duration.ofSeconds(20), cache));
    }

    private void load(String name, Class<? extends MLModel> implementation, String fields) {
        writeSettings(root, name, settings(implementation, fields));
        runtime.load(name).join();
    }

    private static InferenceRequest.Builder request(String model, double value) {
        return InferenceRequest.builder(model).input("x", Tensor.of(new double[] {value}, 1));
    }

    private InferenceResponse infer(InferenceRequest request) {
        return runtime.infer(request, Call.withoutDeadline()).join();
    }
}
