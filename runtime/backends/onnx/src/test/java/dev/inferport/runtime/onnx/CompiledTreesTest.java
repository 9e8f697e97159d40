package dev.inferport.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.backendkit.BackendKit;
import dev.inferport.runtime.backendkit.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ensembles of trees that ONNX Runtime doesn't get to see, side by side with what it says of them. */
class CompiledTreesTest extends BackendKit {

    private static final Fixture MISSING = Fixture.of("trees-missing");
    private static final int ROWS = 300;

    @Override
    protected Sample sample() {
        return new Sample(MISSING.file(), "x", MISSING.input("x"), "variable", MISSING.output("variable"));
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of("onnxruntime", "onnxruntime_onnx");
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.onnx");
    }

    static Stream<Fixture> trees() {
        return Fixture.all().stream()
                .filter(fixture -> fixture.toString().startsWith("trees-")
                        || List.of("forest", "gradient-boosting", "xgboost", "lightgbm")
                                .contains(fixture.toString()));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void anyRowHasTheAnswerOfTheLibrary(Fixture fixture) throws IOException {
        LoadedGraph compiled = TreeGraph.compile(fixture.file()).orElseThrow();
        LoadedGraph session = OnnxSession.open(
                fixture.file(), SessionThreads.of(ModelSettings.builder("m").build()), OnnxFile.read(fixture.file()));
        InferenceRequest request = randomRows(fixture, new Random(3));
        List<ResponseOutput> expected = session.run(request);
        List<ResponseOutput> actual = compiled.run(request);
        session.close();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).name()).isEqualTo(expected.get(i).name());
            assertThat(actual.get(i).parameters()).isEqualTo(expected.get(i).parameters());
            assertEqual(actual.get(i).tensor(), expected.get(i).tensor(), isTransformed(fixture));
        }
    }

    @ParameterizedTest
    @MethodSource("trees")
    void theMemoryIsKnownAndSmall(Fixture fixture) throws IOException {
        Optional<CompiledTrees> compiled = TreeGraph.compile(fixture.file());
        assertThat(compiled.orElseThrow().sizeInBytes())
                .isBetween(1L, OnnxFile.read(fixture.file()).estimatedMemory() / 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"library-different-questions", "library-equality", "library-maximum", "mlp", "mixed-columns"})
    void whateverElseIsLeftToTheLibrary(String name) throws IOException {
        assertThat(TreeGraph.compile(Fixture.of(name).file())).isEmpty();
    }

    /** Values that the model was tried with, their neighbours, others, and none. */
    private static InferenceRequest randomRows(Fixture fixture, Random random) {
        String name = fixture.inputs().keySet().iterator().next();
        Tensor known = fixture.input(name);
        float[] values = known.toFloats();
        int width = (int) known.shape().dimension(1);
        float[] rows = new float[ROWS * width];
        for (int i = 0; i < rows.length; i++) {
            float value = values[random.nextInt(values.length / width) * width + i % width];
            rows[i] = switch (random.nextInt(6)) {
                case 0 -> Float.NaN;
                case 1 -> Math.nextUp(value);
                case 2 -> value * random.nextFloat();
                default -> value;
            };
        }
        return InferenceRequest.builder("m")
                .input(name, Tensor.of(rows, ROWS, width))
                .build();
    }

    private static boolean isTransformed(Fixture fixture) {
        return Stream.of("boosting", "xgboost-", "lightgbm").anyMatch(fixture.toString()::contains);
    }

    private static void assertEqual(Tensor actual, Tensor expected, boolean transformed) {
        if (!transformed) {
            assertThat(actual).isEqualTo(expected);
            return;
        }
        assertThat(actual.toString()).isEqualTo(expected.toString());
        if (expected.dataType().size() != Float.BYTES) {
            assertThat(actual).isEqualTo(expected);
            return;
        }
        for (int i = 0; i < expected.elementCount(); i++) {
            float wanted = expected.floats().get(i);
            assertThat(Math.abs(actual.floats().get(i) - wanted)).as("%d", i).isLessThanOrEqualTo(2 * Math.ulp(wanted));
        }
    }
}
