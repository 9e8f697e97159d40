package dev.inferport.runtime.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubleTreeEnsembleTest {

    private static final int ROWS = 71;

    @ParameterizedTest
    @CsvSource({
        // trees, depth, early leaves, features, outputs, missing zeros, categories, models, missing
        "1, 0, 0, 1, 1, false, false, false, 0",
        "3, 4, 0, 5, 1, false, false, false, 0",
        "23, 6, 0, 5, 1, false, false, false, 0",
        "23, 6, 0.2, 5, 1, false, false, false, 0.2",
        "24, 9, 0.3, 5, 3, false, false, false, 0.1",
        "9, 6, 0.1, 40000, 1, false, false, false, 0.1",
        "9, 6, 0.1, 6, 1, true, false, false, 0.1",
        "24, 5, 0.1, 7, 3, false, true, false, 0.1",
        "24, 5, 0.1, 7, 3, false, false, true, 0.1",
        "11, 6, 0.1, 7, 1, true, true, true, 0.05",
        "400, 8, 0.1, 9, 2, false, false, false, 0.01"
    })
    void sumsAreThoseOfAPlainWalkInTheOrderOfTheTrees(
            int trees,
            int depth,
            double early,
            int features,
            int outputs,
            boolean missingZeros,
            boolean categories,
            boolean models,
            double nan) {
        RandomDoubleTrees random = new RandomDoubleTrees(depth * 31L + trees, features);
        RandomDoubleTrees.Kind kind = new RandomDoubleTrees.Kind(missingZeros, categories, models);
        List<RandomDoubleTrees.Node> roots = new ArrayList<>();
        var builder = new TreeEnsembleBuilder(features, outputs, Comparison.LESS_OR_EQUAL);
        for (int i = 0; i < trees; i++) {
            roots.add(random.grow(depth, early, kind));
            builder.add(RandomDoubleTrees.describe(roots.get(i)), i % outputs);
        }
        DoubleTreeEnsemble ensemble = builder.buildDouble();
        boolean wide = missingZeros || categories || models || features > 32768;
        assertThat(ensemble).isInstanceOf(wide ? WideDoubleTrees.class : PackedDoubleTrees.class);

        double[] rows = random.rows(ROWS, nan);
        double[] expected = new double[ROWS * outputs];
        Arrays.fill(expected, 0.1);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < trees; i++) {
                expected[row * outputs + i % outputs] += roots.get(i).walk(rows, row * features);
            }
        }

        double[] batch = new double[ROWS * outputs];
        double[] single = new double[ROWS * outputs];
        Arrays.fill(batch, 0.1);
        Arrays.fill(single, 0.1);
        ensemble.addAll(rows, ROWS, batch);
        for (int row = 0; row < ROWS; row++) {
            ensemble.add(rows, row * features, single, row * outputs);
        }
        assertThat(batch).containsExactly(expected);
        assertThat(single).containsExactly(expected);
    }

    @Test
    void aTreeOfMoreNodesThanTheNarrowLayoutReachesIsWide() {
        RandomDoubleTrees random = new RandomDoubleTrees(5, 3);
        RandomDoubleTrees.Node root = random.grow(17, 0, new RandomDoubleTrees.Kind(false, false, false));
        DoubleTreeEnsemble ensemble = new TreeEnsembleBuilder(3, 1, Comparison.LESS_OR_EQUAL)
                .add(RandomDoubleTrees.describe(root), 0)
                .buildDouble();
        assertThat(ensemble).isInstanceOf(WideDoubleTrees.class);
        double[] rows = random.rows(ROWS, 0.1);
        double[] sums = new double[ROWS];
        ensemble.addAll(rows, ROWS, sums);
        for (int row = 0; row < ROWS; row++) {
            assertThat(sums[row]).isEqualTo(root.walk(rows, 3 * row));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LESS, 0.1", "LESS, 0", "LESS, -Infinity", "LESS, Infinity",
        "LESS_OR_EQUAL, 0.1", "LESS_OR_EQUAL, 0", "LESS_OR_EQUAL, -Infinity", "LESS_OR_EQUAL, Infinity"
    })
    void aValueNextToAThresholdGoesWhereItShould(Comparison comparison, double threshold) {
        DoubleTreeEnsemble ensemble = new TreeEnsembleBuilder(1, 1, comparison)
                .add(stump(Tree.builder(3).split(0, 0, threshold, true, 1, 2)), 0)
                .buildDouble();
        for (double value : new double[] {
            threshold, Math.nextUp(threshold), Math.nextDown(threshold), 0., -0., 1 / 0., -1 / 0., Double.MAX_VALUE
        }) {
            boolean left = comparison == Comparison.LESS ? value < threshold : value <= threshold;
            assertThat(sum(ensemble, value)).as("%s", value).isEqualTo(left ? 1 : 2);
        }
        assertThat(sum(ensemble, Double.NaN)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1",
        "5.99, 1",
        "4.99, 2",
        "0, 1",
        "-0.99, 1",
        "-1, 2",
        "-5, 2",
        "63, 2",
        "64, 2",
        "1e10, 2",
        "1e300, 2",
        "Infinity, 2",
        "-Infinity, 2",
        "NaN, 2",
        "4294967301, 2"
    })
    void aCategoryIsCutOffToAWholeNumberAndUnknownOnesGoRight(double value, double expected) {
        DoubleTreeEnsemble ensemble = new TreeEnsembleBuilder(1, 1, Comparison.LESS_OR_EQUAL)
                .add(stump(Tree.builder(3).categorySplit(0, 0, new long[] {0b100001}, false, 1, 2)), 0)
                .buildDouble();
        assertThat(sum(ensemble, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "-0.0, 2", "1e-36, 2", "-1e-36, 2", "2e-35, 1", "-2e-35, 1", "NaN, 2", "3, 2"})
    void zerosMayBeMissing(double value, double expected) {
        DoubleTreeEnsemble ensemble = new TreeEnsembleBuilder(1, 1, Comparison.LESS_OR_EQUAL)
                .add(stump(Tree.builder(3).zeroMissingSplit(0, 0, 1, false, 1, 2)), 0)
                .buildDouble();
        assertThat(sum(ensemble, value)).isEqualTo(expected);
    }

    @Test
    void theSizeIsThatOfTheArrays() {
        DoubleTreeEnsemble narrow = new TreeEnsembleBuilder(2, 1, Comparison.LESS_OR_EQUAL)
                .add(stump(Tree.builder(3).split(0, 1, 0.5, true, 1, 2)), 0)
                .buildDouble();
        // 3 doubles and 3 ints; 2 ints for the roots, no groups, 1 short for the depth.
        assertThat(narrow.sizeInBytes()).isEqualTo((16 + 24) + (16 + 16) + (16 + 8) + 16 + (16 + 8));
    }

    @Test
    void singlePrecisionHasNeitherMissingZerosNorLinearModels() {
        Tree zeros = stump(Tree.builder(3).zeroMissingSplit(0, 0, 1, false, 1, 2));
        Tree model = Tree.builder(1)
                .leaf(0, new LinearLeaf(1, List.of(0), List.of(2.0), 3))
                .build();
        for (Tree tree : List.of(zeros, model)) {
            var builder = new TreeEnsembleBuilder(1, 1, Comparison.LESS).add(tree, 0);
            assertThatThrownBy(builder::buildFloat)
                    .isInstanceOf(InvalidTreeException.class)
                    .hasMessageContaining("single precision");
        }
    }

    @Test
    void vectorsOfLeavesAreAddedToAllOutputs() {
        var builder = new TreeEnsembleBuilder(2, 2, Comparison.LESS_OR_EQUAL);
        for (double threshold = 0; threshold < 2; threshold++) {
            builder.add(
                    Tree.builder(5)
                            .split(0, 0, threshold, true, 1, 2)
                            .leaf(1, new double[] {0.25, 0.75})
                            .categorySplit(2, 1, new long[] {1L << 3}, false, 3, 4)
                            .leaf(3, new double[] {1, 0.1})
                            .leaf(4, new double[] {0, 0.2})
                            .build(),
                    0);
        }
        DoubleTreeEnsemble ensemble = builder.buildDouble();
        double[] sums = new double[2];

        ensemble.add(new double[] {0.5, 3}, 0, sums, 0);
        assertThat(sums).containsExactly(1.25, 0.1 + 0.75);
        ensemble.add(new double[] {Double.NaN, 0}, 0, sums, 0);
        assertThat(sums).containsExactly(1.25 + 0.5, 0.1 + 0.75 + 0.75 + 0.75);
        assertThat(ensemble.sizeInBytes()).isPositive();
    }

    @Test
    void vectorsAndSingleValuesDoNotMix() {
        var builder = new TreeEnsembleBuilder(1, 2, Comparison.LESS)
                .add(Tree.builder(1).leaf(0, new double[] {1, 2}).build(), 0)
                .add(Tree.builder(1).leaf(0, 1).build(), 0);

        assertThatThrownBy(builder::buildDouble).isInstanceOf(InvalidTreeException.class);
    }

    @Test
    void aLinearModelOfAFeatureBeyondTheRowIsRefused() {
        Tree tree = Tree.builder(1)
                .leaf(0, new LinearLeaf(1, List.of(0, 4), List.of(2.0, 2.0), 3))
                .build();
        var builder = new TreeEnsembleBuilder(4, 1, Comparison.LESS_OR_EQUAL);
        assertThatThrownBy(() -> builder.add(tree, 0))
                .isInstanceOf(InvalidTreeException.class)
                .hasMessage("feature 4 (expected: below 4, the number of features)");
        assertThatThrownBy(() -> new LinearLeaf(0, List.of(1), List.of(), 0)).isInstanceOf(InvalidTreeException.class);
        assertThatThrownBy(() -> new LinearLeaf(0, List.of(-1), List.of(1.0), 0))
                .isInstanceOf(InvalidTreeException.class);
    }

    @Test
    void rowsAndSumsThatAreTooShortAreRefused() {
        DoubleTreeEnsemble ensemble = new TreeEnsembleBuilder(3, 2, Comparison.LESS_OR_EQUAL).buildDouble();
        assertThatThrownBy(() -> ensemble.addAll(new double[5], 2, new double[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows: 5 values (expected: at least 6 from 0 on)");
        assertThatThrownBy(() -> ensemble.add(new double[3], 0, new double[4], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sums: 4 values (expected: at least 2 from 3 on)");
    }

    private static double sum(DoubleTreeEnsemble ensemble, double value) {
        double[] sum = new double[1];
        ensemble.add(new double[] {value}, 0, sum, 0);
        return sum[0];
    }

    private static Tree stump(TreeBuilder split) {
        return split.leaf(1, 1).leaf(2, 2).build();
    }

    @Test
    void evaluationAllocatesNothing() {
        var builder = new TreeEnsembleBuilder(5, 1, Comparison.LESS_OR_EQUAL);
        for (int i = 0; i < 21; i++) {
            Tree tree = Tree.builder(3)
                    .split(0, i % 5, 0.2, true, 1, 2)
                    .leaf(1, 0.5)
                    .leaf(2, i)
                    .build();
            builder.add(tree, 0);
        }
        DoubleTreeEnsemble ensemble = builder.buildDouble();
        double[] rows = new double[5 * 70];
        double[] sums = new double[70];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        ensemble.addAll(rows, 70, sums);
        ensemble.add(rows, 0, sums, 0);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            ensemble.addAll(rows, 70, sums);
            ensemble.add(rows, 0, sums, 0);
        }
        // What is left is the clock's own.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }
}
