package dev.inferport.runtime.backendkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What MLServer's users count on, whatever the format: the library's answers, for any row and any number of threads,
 * and a refusal of all else. The backend under test is the one on the class path.
 */
public abstract class TabularBackendKit {

    private static final int THREADS = 8;

    /** A model with the answers that its library gives. */
    protected abstract Sample sample();

    /** The name under which MLServer knows the model's class, such as {@code mlserver_xgboost.XGBoostModel}. */
    protected abstract String mlserverName();

    /** The names of files to look for in a folder. */
    protected abstract List<String> wellKnownFiles();

    @Test
    void theServiceLoaderFindsTheBackendUnderBothNames() throws Exception {
        assertThat(backend().implementations())
                .containsExactlyInAnyOrder(
                        mlserverName(), load(sample().file()).getClass().getName());
        assertThat(mlserverName()).startsWith("mlserver_" + backend().name() + ".");
    }

    @Test
    void aFolderMayHoldAnyOfTheWellKnownFiles(@TempDir Path folder) throws Exception {
        for (String name : wellKnownFiles()) {
            Path file = Files.copy(sample().file(), folder.resolve(name));
            assertThat(load(folder).sizeInBytes()).as(name).isNotEmpty();
            Files.delete(file);
        }
    }

    @Test
    void answersAreThoseOfTheLibrary() throws Exception {
        Tensor answer = predict(load(sample().file()), sample().inputs());
        assertThat(answer.dataType()).isEqualTo(sample().predictions().dataType());
        assertThat(answer.shape()).isEqualTo(sample().predictions().shape());
        double[] expected = sample().predictions().toDoubles();
        for (int i = 0; i < expected.length; i++) {
            assertClose(answer.toDoubles()[i], expected[i]);
        }
    }

    @Test
    void noRowFeelsItsNeighbours() throws Exception {
        MLModel model = load(sample().file());
        for (int row = 0; row < sample().rows(); row++) {
            double[] alone = predict(model, sample().row(row)).toDoubles();
            for (int column = 0; column < alone.length; column++) {
                assertClose(alone[column], sample().prediction(row)[column]);
            }
        }
    }

    @Test
    void manyThreadsGetEachTheirOwnAnswers() throws Exception {
        MLModel model = load(sample().file());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Tensor tensor = sample().row(thread % sample().rows());
                double[] expected = predict(model, tensor).toDoubles();
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 3000; i++) {
                        assertThat(predict(model, tensor).toDoubles()).isEqualTo(expected);
                    }
                    return null;
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theMetadataSayWhatGoesInAndWhatComesOut() throws Exception {
        ModelMetadata metadata = load(sample().file()).metadata();
        assertThat(metadata.inputs()).singleElement().satisfies(input -> assertThat(input.shape())
                .isEqualTo(Shape.of(Shape.ANY, sample().features())));
        assertThat(metadata.outputs().get(0))
                .isEqualTo(new TensorMetadata(
                        "predict", sample().predictions().dataType(), Shape.of(Shape.ANY, sample().columns())));
    }

    @Test
    void anEmptyBatchHasAnEmptyOutput() throws Exception {
        Tensor none = predict(load(sample().file()), Tensor.of(new float[0], 0, sample().features()));
        assertThat(none.shape()).isEqualTo(Shape.of(0, sample().columns()));
    }

    @ParameterizedTest
    @EnumSource(value = DataType.class, mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
    void anyNumericDatatypeWillDo(DataType type) throws Exception {
        MLModel model = load(sample().file());
        double[] values = new double[sample().features()];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 1;
        }
        Tensor ones = Tensor.ofRaw(type, Shape.of(1, values.length), onesAndZeros(type, values.length));
        assertThat(ones.toDoubles()).isEqualTo(values);
        assertThat(predict(model, ones)).isEqualTo(predict(model, Tensor.of(values, 1, values.length)));
    }

    @Test
    void aRowOfAnotherWidthIsRefused() throws Exception {
        int width = sample().features();
        assertRefused(request(Tensor.of(new float[2 * (width + 1)], 2, width + 1)))
                .hasMessage("input 'x': shape [2, " + (width + 1) + "] (expected: [rows, " + width + "], the model has "
                        + width + " features)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aTensorOfAnotherRankIsRefused(int rank) throws Exception {
        long[] shape = LongStream.generate(() -> 1).limit(rank).toArray();
        if (rank > 0) {
            shape[rank - 1] = sample().features();
        }
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        assertRefused(request(Tensor.of(values, shape))).hasMessageContaining("[rows, " + sample().features() + "]");
    }

    @Test
    void textIsRefused() throws Exception {
        List<String> words = Collections.nCopies(sample().features(), "a");
        assertRefused(request(Tensor.ofStrings(words, 1, words.size())))
                .hasMessage("input 'x': datatype BYTES (expected: a numeric datatype)");
    }

    @Test
    void twoInputsAreRefused() throws Exception {
        assertRefused(InferenceRequest.builder("m")
                        .input("a", sample().inputs())
                        .input("b", sample().inputs())
                        .build())
                .hasMessageContaining("one input tensor");
    }

    @Test
    void anUnknownOutputIsRefused() throws Exception {
        assertRefused(InferenceRequest.builder("m")
                        .input("x", sample().inputs())
                        .output(new RequestedOutput("transform"))
                        .build())
                .hasMessageContaining("'transform' was received");
    }

    @Test
    void aModelThatIsUnloadedHasNoSizeAndNoAnswers() throws Exception {
        MLModel model = load(sample().file());
        assertThat(model.sizeInBytes().getAsLong()).isPositive();
        assertThat(model.unload()).isTrue();
        assertThat(model.sizeInBytes()).isEmpty();
        assertThatThrownBy(() -> predict(model, sample().inputs()))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_READY));
    }

    @Test
    void aFileThatEndsEarlyOrIsNoiseIsRefusedWithItsName(@TempDir Path folder) throws Exception {
        byte[] whole = Files.readAllBytes(sample().file());
        Path file = folder.resolve("damaged");
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length / 2));
            if (i % 2 == 0) {
                random.nextBytes(part);
            }
            Files.write(file, part);
            assertThatThrownBy(() -> load(file)).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
        }
    }

    private static MLModel load(Path uri) throws Exception {
        MLModel model = backend()
                .create(ModelSettings.builder("m")
                        .parameters(ModelParameters.of(Map.of("uri", uri.toString())))
                        .build());
        assertThat(model.load()).isTrue();
        return model;
    }

    private static ModelBackend backend() {
        List<ModelBackend> backends = new ArrayList<>();
        ServiceLoader.load(ModelBackend.class).forEach(backends::add);
        assertThat(backends).hasSize(1);
        return backends.get(0);
    }

    private static Tensor predict(MLModel model, Tensor tensor) throws Exception {
        return model.predict(request(tensor)).output("predict").tensor();
    }

    private static InferenceRequest request(Tensor tensor) {
        return InferenceRequest.builder("m").input("x", tensor).build();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(InferenceRequest request) throws Exception {
        MLModel model = load(sample().file());
        return assertThatThrownBy(() -> model.predict(request))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }

    /** Within two units in the last place of the answer's datatype; exponentials of C and Java differ by that. */
    private void assertClose(double actual, double expected) {
        double unit =
                sample().predictions().dataType() == DataType.FP32 ? Math.ulp((float) expected) : Math.ulp(expected);
        assertThat(actual).isBetween(expected - 2 * unit, expected + 2 * unit);
    }

    private static ByteBuffer onesAndZeros(DataType type, int count) {
        ByteBuffer raw = ByteBuffer.allocate(count * type.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < raw.limit(); at += 2 * type.size()) {
            switch (type) {
                case FP16 -> raw.putShort(at, (short) 0x3C00);
                case BF16 -> raw.putShort(at, (short) 0x3F80);
                case FP32 -> raw.putFloat(at, 1);
                case FP64 -> raw.putDouble(at, 1);
                default -> raw.put(at, (byte) 1);
            }
        }
        return raw;
    }
}
