package dev.inferport.runtime.backendkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What any backend has to do: give the library's answers, for any row and any number of threads, refuse all else with a
 * sentence, give back the memory, and outlive damaged files. The backend under test is the one on the class path.
 */
public abstract class BackendKit {

    private static final int THREADS = 8;

    private volatile @Nullable Sample sample;

    /** A model with the answers that its library gives. */
    protected abstract Sample sample();

    /** The names that other servers have for the model's class, such as {@code mlserver_xgboost.XGBoostModel}. */
    protected abstract Set<String> otherNames();

    /** The names of files to look for in a folder. */
    protected abstract List<String> wellKnownFiles();

    /** How far an answer may be from the library's. */
    protected double tolerance(double expected) {
        // Exponentials of C and Java differ by that.
        double unit =
                known().predictions().dataType() == DataType.FP32 ? Math.ulp((float) expected) : Math.ulp(expected);
        return 2 * unit;
    }

    /** Whether the answer is the same whatever outputs a request names, because MLServer has it so for this format. */
    protected boolean ignoresRequestedOutputs() {
        return false;
    }

    /** The sample, which may be dear to make. */
    final Sample known() {
        Sample known = sample;
        if (known == null) {
            known = sample();
            sample = known;
        }
        return known;
    }

    @Test
    void theServiceLoaderFindsTheBackendUnderItsNames() throws Exception {
        Set<String> names = new HashSet<>(otherNames());
        names.add(load().getClass().getName());
        assertThat(Backend.find().plugin().implementations()).isEqualTo(names);
    }

    @Test
    void aFolderMayHoldAnyOfTheWellKnownFiles(@TempDir Path folder) throws Exception {
        for (String name : wellKnownFiles()) {
            Path file = Files.copy(known().file(), folder.resolve(name));
            assertThat(Backend.find().load(folder).unload()).as(name).isTrue();
            Files.delete(file);
        }
    }

    @Test
    void answersAreThoseOfTheLibrary() throws Exception {
        Tensor answer = predict(load(), known().inputs());
        assertThat(answer.dataType()).isEqualTo(known().predictions().dataType());
        assertThat(answer.shape()).isEqualTo(known().predictions().shape());
        assertClose(answer.toDoubles(), known().predictions().toDoubles());
    }

    @Test
    void noRowFeelsItsNeighbours() throws Exception {
        MLModel model = load();
        for (int row = 0; row < known().rows(); row++) {
            assertClose(predict(model, known().row(row)).toDoubles(), known().prediction(row));
        }
    }

    @Test
    void manyThreadsGetEachTheirOwnAnswers() throws Exception {
        MLModel model = load();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Tensor tensor = known().row(thread % known().rows());
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
        ModelMetadata metadata = load().metadata();
        if (metadata.inputs().size() == 1) {
            assertThat(known().inputs().shape().matches(metadata.inputs().get(0).shape()))
                    .isTrue();
        } else {
            assertThat(metadata.inputs()).hasSize(known().features()).allSatisfy(input -> assertThat(input.shape())
                    .isEqualTo(Shape.of(Shape.ANY, 1)));
        }
        assertThat(metadata.outputs())
                .filteredOn(output -> output.name().equals(known().output()))
                .singleElement()
                .isEqualTo(new TensorMetadata(
                        known().output(), known().predictions().dataType(), Shape.of(Shape.ANY, known().columns())));
    }

    @Test
    void anEmptyBatchHasAnEmptyOutput() throws Exception {
        Tensor none = predict(load(), known().rows(new double[0], 0));
        assertThat(none.shape()).isEqualTo(Shape.of(0, known().columns()));
    }

    @Test
    void aRowOfAnotherWidthIsRefused() throws Exception {
        int width = known().features();
        for (int wrong : new int[] {width - 1, width + 1}) {
            assertInputRefused(Tensor.of(new float[2 * wrong], 2, wrong))
                    .hasMessageContaining("[2, " + wrong + "]")
                    .hasMessageContaining(String.valueOf(width));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aTensorOfAnotherRankIsRefused(int rank) throws Exception {
        long[] shape = LongStream.generate(() -> 1).limit(rank).toArray();
        if (rank > 0) {
            shape[rank - 1] = known().features();
        }
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        assertInputRefused(Tensor.of(values, shape));
    }

    @Test
    void wordsAreRefused() throws Exception {
        List<String> words = Collections.nCopies(known().features(), "a");
        assertInputRefused(Tensor.ofStrings(words, 1, words.size()));
    }

    @Test
    void anInputTooManyIsRefused() throws Exception {
        assertRefused(InferenceRequest.builder("m")
                .input(known().input(), known().inputs())
                .input("another", known().inputs())
                .build());
    }

    @Test
    void anUnknownOutputIsRefusedUnlessTheFormatIgnoresWhatIsAskedFor() throws Exception {
        InferenceRequest request = InferenceRequest.builder("m")
                .input(known().input(), known().inputs())
                .output(new RequestedOutput("nonsense"))
                .build();
        if (ignoresRequestedOutputs()) {
            assertThat(load().predict(request).outputs())
                    .extracting(ResponseOutput::name)
                    .containsExactly(known().output());
        } else {
            assertRefused(request).hasMessageContaining("'nonsense'").hasMessageContaining(known().output());
        }
    }

    @Test
    void aModelThatIsUnloadedHasNoSizeAndNoAnswers() throws Exception {
        MLModel model = load();
        assertThat(model.sizeInBytes().getAsLong()).isPositive();
        assertThat(model.unload()).isTrue();
        assertThat(model.unload()).isTrue();
        assertThat(model.sizeInBytes()).isEmpty();
        assertThatThrownBy(() -> predict(model, known().inputs()))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_READY));
    }

    @Test
    void unloadingGivesBackTheMemory(@TempDir Path folder) throws Exception {
        assertThat(Long.parseLong(lastLine(folder, Endurance.UNLOADED_MODELS))).isLessThan(32);
    }

    @Test
    void aFileThatEndsEarlyOrIsNoiseIsRefusedWithItsName(@TempDir Path folder) throws Exception {
        byte[] whole = Files.readAllBytes(known().file());
        Path file = folder.resolve("damaged");
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length / 2));
            if (i % 2 == 0) {
                random.nextBytes(part);
            }
            Files.write(file, part);
            assertThatThrownBy(() -> Backend.find().load(file))
                    .isInstanceOfAny(IOException.class, InferenceException.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** In a process of its own with a small heap: should a file end it, the failure says which. */
    @Test
    void aThousandDamagedFilesAreRefusedOrHarmless(@TempDir Path folder) throws Exception {
        assertThat(lastLine(folder, Endurance.DAMAGED_FILES))
                .startsWith(Endurance.FILES + " files, ")
                .contains("answers on: true")
                .matches(line -> Long.parseLong(line.replaceAll(".*most memory: (\\d+) MiB", "$1")) < 512);
    }

    private String lastLine(Path folder, String what) throws Exception {
        List<String> lines = ChildJvm.run(folder, Endurance.class, getClass().getName(), folder.toString(), what)
                .lines()
                .toList();
        return lines.get(lines.size() - 1);
    }

    final MLModel load() throws Exception {
        return Backend.find().load(known().file());
    }

    final Tensor predict(MLModel model, Tensor tensor) throws Exception {
        return Backend.predict(model, known(), tensor);
    }

    final AbstractThrowableAssert<?, ? extends Throwable> assertInputRefused(Tensor rows) throws Exception {
        return assertRefused(Backend.request(known(), rows)).hasMessageContaining("input '" + known().input() + "'");
    }

    final AbstractThrowableAssert<?, ? extends Throwable> assertRefused(InferenceRequest request) throws Exception {
        MLModel model = load();
        return assertThatThrownBy(() -> model.predict(request))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }

    final void assertClose(double[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Double.isNaN(expected[i])) {
                assertThat(actual[i]).isNaN();
            } else {
                double tolerance = tolerance(expected[i]);
                assertThat(actual[i]).isBetween(expected[i] - tolerance, expected[i] + tolerance);
            }
        }
    }
}
