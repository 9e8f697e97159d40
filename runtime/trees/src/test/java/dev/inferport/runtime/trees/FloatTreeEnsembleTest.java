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

class FloatTreeEnsembleTest {

    private static final int ROWS = 50;

    @ParameterizedTest
    @CsvSource({
        // trees, depth, early leaves, features, outputs, categories, vectors, missing
        "1, 0, 0, 1, 1, false, false, 0",
        "3, 4, 0, 5, 1, false, false, 0",
        "23, 6, 0, 5, 1, false, false, 0",
        "23, 6, 0, 5, 1, false, false, 0.2",
        "23, 9, 0.3, 5, 1, false, false, 0",
        "9, 6, 0, 100, 1, false, false, 0",
        "9, 6, 0, 100, 2, false, false, 0.1",
        "24, 5, 0.1, 7, 3, false, false, 0.1",
        "24, 5, 0.1, 7, 3, true, false, 0.1",
        "11, 6, 0.1, 7, 1, true, false, 0",
        "11, 6, 0.1, 7, 4, false, true, 0.1",
        "11, 6, 0.1, 7, 4, true, true, 0.1",
        "9, 6, 0.1, 40000, 1, false, false, 0",
        "400, 8, 0.1, 9, 1, false, false, 0",
        "400, 8, 0.1, 9, 2, false, false, 0.01"
    })
    void sumsAreThoseOfAPlainWalkInTheOrderOfTheTrees(
            int trees,
            int depth,
            double early,
            int features,
            int outputs,
            boolean categories,
            boolean vectors,
            double nan) {
        RandomTrees random = new RandomTrees(depth * 31L + trees, features, outputs);
        List<RandomTrees.Node> roots = new ArrayList<>();
        var builder = new TreeEnsembleBuilder(features, outputs, Comparison.LESS);
        for (int i = 0; i < trees; i++) {
            roots.add(random.grow(depth, early, categories, vectors));
            builder.add(RandomTrees.describe(roots.get(i)), vectors ? 0 : i % outputs);
        }
        FloatTreeEnsemble ensemble = builder.buildFloat();
        assertThat(ensemble)
                .isInstanceOf(categories || vectors || features > 32768 ? WideTrees.class : PackedTrees.class);

        float[] rows = random.rows(ROWS, nan);
        float[] expected = new float[ROWS * outputs];
        Arrays.fill(expected, 0.5f);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < trees; i++) {
                double[] leaf = RandomTrees.walk(roots.get(i), rows, row * features);
                for (int value = 0; value < leaf.length; value++) {
                    expected[row * outputs + (vectors ? value : i % outputs)] += (float) leaf[value];
                }
            }
        }

        float[] batch = new float[ROWS * outputs];
        float[] single = new float[ROWS * outputs];
        Arrays.fill(batch, 0.5f);
        Arrays.fill(single, 0.5f);
        ensemble.addAll(rows, ROWS, batch);
        for (int row = 0; row < ROWS; row++) {
            ensemble.add(rows, row * features, single, row * outputs);
        }
        assertThat(batch).containsExactly(expected);
        assertThat(single).containsExactly(expected);
    }

    @Test
    void aTreeOfMoreNodesThanTheNarrowLayoutReachesIsWide() {
        RandomTrees random = new RandomTrees(5, 3, 1);
        RandomTrees.Node root = random.grow(17, 0, false, false);
        FloatTreeEnsemble ensemble = new TreeEnsembleBuilder(3, 1, Comparison.LESS)
                .add(RandomTrees.describe(root), 0)
                .buildFloat();
        assertThat(ensemble).isInstanceOf(WideTrees.class);
        assertThat(ensemble.nodeCount()).isEqualTo((1 << 18) - 1);
        float[] rows = random.rows(ROWS, 0.1);
        float[] sums = new float[ROWS];
        ensemble.addAll(rows, ROWS, sums);
        for (int row = 0; row < ROWS; row++) {
            assertThat((double) sums[row]).isEqualTo(RandomTrees.walk(root, rows, 3 * row)[0]);
        }
    }

    @Test
    void theSizeIsThatOfTheArrays() {
        FloatTreeEnsemble narrow = new TreeEnsembleBuilder(2, 1, Comparison.LESS)
                .add(stump(Tree.builder(3).split(0, 1, 0.5, true, 1, 2)), 0)
                .buildFloat();
        // 3 longs; 2 ints for the roots, no groups, 1 short for the depth.
        assertThat(narrow.sizeInBytes()).isEqualTo((16 + 24) + (16 + 8) + 16 + (16 + 8));
        FloatTreeEnsemble wide = new TreeEnsembleBuilder(2, 1, Comparison.LESS)
                .add(stump(Tree.builder(3).categorySplit(0, 1, new long[] {5}, true, 1, 2)), 0)
                .buildFloat();
        // 3 times 3 ints; 1 long and 2 ints for the sets, no vectors; the table as before.
        assertThat(wide.sizeInBytes()).isEqualTo(3 * (16 + 16) + (16 + 8) + (16 + 8) + 16 + (16 + 8) + 16 + (16 + 8));
    }

    @Test
    void weightsMultiplyInSinglePrecision() {
        float leaf = 0.1f;
        float weight = 0.7f;
        Tree tree = Tree.builder(1).leaf(0, leaf).build().weighted(weight);
        float[] sum = new float[1];
        new TreeEnsembleBuilder(0, 1, Comparison.LESS).add(tree, 0).buildFloat().addAll(new float[0], 1, sum);
        assertThat(sum[0]).isEqualTo(leaf * weight);
    }

    @Test
    void anEnsembleWithoutTreesAddsNothing() {
        float[] sums = {1, 2};
        new TreeEnsembleBuilder(3, 1, Comparison.LESS).buildFloat().addAll(new float[6], 2, sums);
        assertThat(sums).containsExactly(1, 2);
    }

    @Test
    void rowsAndSumsThatAreTooShortAreRefused() {
        FloatTreeEnsemble ensemble = new TreeEnsembleBuilder(3, 2, Comparison.LESS).buildFloat();
        assertThatThrownBy(() -> ensemble.addAll(new float[5], 2, new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows: 5 values (expected: at least 6 from 0 on)");
        assertThatThrownBy(() -> ensemble.add(new float[3], 0, new float[4], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sums: 4 values (expected: at least 2 from 3 on)");
    }

    @ParameterizedTest
    @CsvSource({
        "LESS, 0.1",
        "LESS, 0.5",
        "LESS, -0.1",
        "LESS, 0",
        "LESS, 1e300",
        "LESS, -1e300",
        "LESS_OR_EQUAL, 0.1",
        "LESS_OR_EQUAL, 0.5",
        "LESS_OR_EQUAL, -0.1",
        "LESS_OR_EQUAL, 0",
        "LESS_OR_EQUAL, 1e-46",
        "LESS_OR_EQUAL, 1e300",
        "LESS_OR_EQUAL, -1e300"
    })
    void aThresholdOfDoublePrecisionSplitsFloatsWhereItShould(Comparison comparison, double threshold) {
        FloatTreeEnsemble ensemble = new TreeEnsembleBuilder(1, 1, comparison)
                .add(stump(Tree.builder(3).split(0, 0, threshold, false, 1, 2)), 0)
                .buildFloat();
        float near = (float) threshold;
        for (float value : new float[] {
            near, Math.nextUp(near), Math.nextDown(near), 0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, 1 / 0f, -1 / 0f
        }) {
            boolean left = comparison == Comparison.LESS ? value < threshold : value <= threshold;
            float[] sum = new float[1];
            ensemble.add(new float[] {value}, 0, sum, 0);
            assertThat(sum[0]).as("%s", value).isEqualTo(left ? 1 : 2);
        }
    }

    private static Tree stump(TreeBuilder split) {
        return split.leaf(1, 1).leaf(2, 2).build();
    }

    @Test
    void evaluationAllocatesNothing() {
        RandomTrees random = new RandomTrees(7, 5, 1);
        var builder = new TreeEnsembleBuilder(5, 1, Comparison.LESS);
        for (int i = 0; i < 21; i++) {
            builder.add(RandomTrees.describe(random.grow(5, 0.1, false, false)), 0);
        }
        FloatTreeEnsemble ensemble = builder.buildFloat();
        float[] rows = new float[5 * 70];
        float[] sums = new float[70];
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
