package dev.inferport.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureColumnsTest {

    private static final int FEATURES = 11;

    private final Random random = new Random(3);
    private final double[] values = random.doubles(FEATURES + 2, -1, 1).toArray();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 33})
    void sumsAreThoseOfOneVectorAfterTheOther(int vectors) {
        double[] weights = random.doubles((long) vectors * FEATURES, -1, 1).toArray();
        FeatureColumns columns = FeatureColumns.of(new DenseMatrix(vectors, FEATURES, weights));
        double[] products = new double[vectors];
        double[] fused = new double[vectors];
        double[] part = new double[vectors];
        double[] squares = new double[vectors];
        columns.add(FeatureSum.PRODUCTS, values, 2, products);
        columns.add(FeatureSum.FUSED_PRODUCTS, values, 2, fused);
        columns.add(FeatureSum.PRODUCTS, values, 2, 3, 9, part);
        columns.add(FeatureSum.SQUARES, values, 2, squares);
        for (int v = 0; v < vectors; v++) {
            assertThat(products[v]).isEqualTo(product(weights, v, 0, FEATURES));
            assertThat(fused[v]).isEqualTo(fused(weights, v));
            assertThat(part[v]).isEqualTo(product(weights, v, 3, 9));
            assertThat(squares[v]).isEqualTo(squares(weights, v));
        }
        columns.addProduct(0.5, 10, products);
        assertThat(products[0]).isEqualTo(product(weights, 0, 0, FEATURES) + 0.5 * weights[10]);
    }

    private double product(double[] weights, int vector, int from, int to) {
        double sum = 0;
        for (int f = from; f < to; f++) {
            sum += values[2 + f - from] * weights[vector * FEATURES + f];
        }
        return sum;
    }

    private double fused(double[] weights, int vector) {
        double sum = 0;
        for (int f = 0; f < FEATURES; f++) {
            sum = Math.fma(values[2 + f], weights[vector * FEATURES + f], sum);
        }
        return sum;
    }

    private double squares(double[] weights, int vector) {
        double sum = 0;
        for (int f = 0; f < FEATURES; f++) {
            double difference = values[2 + f] - weights[vector * FEATURES + f];
            sum += difference * difference;
        }
        return sum;
    }
}
