package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.backendkit.Sample;
import dev.inferport.runtime.backendkit.TabularBackendKit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What PMML4S evaluates itself: a single tree of classes, which has no answer where a value is missing. */
class LibraryKitTest extends TabularBackendKit {

    private static final Fixture TREE = Fixture.of("tree-classifier");

    @Override
    protected Sample sample() {
        List<String> inputs = TREE.inputs();
        double[] known = numbers("probability_1");
        double[] expected = Arrays.copyOf(known, known.length + 1);
        expected[known.length] = Double.NaN;
        double[] rows = new double[expected.length * inputs.size()];
        for (int column = 0; column < inputs.size(); column++) {
            double[] values = numbers(inputs.get(column));
            for (int row = 0; row < expected.length; row++) {
                rows[row * inputs.size() + column] = row < values.length ? values[row] : Double.NaN;
            }
        }
        return new Sample(
                TREE.file(),
                "x",
                Tensor.of(rows, expected.length, inputs.size()),
                "probability_1",
                Tensor.of(expected, expected.length, 1));
    }

    private static double[] numbers(String column) {
        return TREE.column(column).stream().mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of();
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.pmml", "model.xml");
    }
}
