package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.backendkit.Sample;
import dev.inferport.runtime.backendkit.TabularBackendKit;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/** A logistic regression, which has no answer where a value is missing. */
class LinearKitTest extends TabularBackendKit {

    private static final Fixture LOGISTIC = Fixture.of("logistic");

    @Override
    protected Sample sample() {
        double[] a = numbers("a");
        double[] b = numbers("b");
        double[] rows = new double[2 * a.length + 2];
        for (int i = 0; i < a.length; i++) {
            rows[2 * i] = a[i];
            rows[2 * i + 1] = b[i];
        }
        rows[2 * a.length] = Double.NaN;
        double[] expected = DoubleStream.concat(
                        DoubleStream.of(numbers("probability_yes")), DoubleStream.of(Double.NaN))
                .toArray();
        return new Sample(
                LOGISTIC.file(),
                "x",
                Tensor.of(rows, expected.length, 2),
                "probability_yes",
                Tensor.of(expected, expected.length, 1));
    }

    private static double[] numbers(String column) {
        return LOGISTIC.column(column).stream().mapToDouble(Double::parseDouble).toArray();
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
