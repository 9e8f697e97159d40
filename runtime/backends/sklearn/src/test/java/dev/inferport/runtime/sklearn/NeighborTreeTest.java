package dev.inferport.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Search trees as a file may have them; those of the library are compared by the fixtures. */
class NeighborTreeTest {

    private static final DenseMatrix KEPT = new DenseMatrix(4, 1, new double[] {0, 1, 2, 3});

    @Test
    void rowsAreFoundInTheLeavesOfATree() {
        NeighborTree tree = tree(
                new int[] {3, 2, 1, 0}, new int[] {0, 0, 2}, new int[] {4, 2, 4}, new boolean[] {false, true, true});
        NearestRows nearest = new NearestRows(2);

        tree.search(new DenseMatrix(1, 1, new double[] {2.75}), 0, nearest);

        assertThat(nearest.sorted().rows()).containsExactly(3, 2);
    }

    @Test
    void aNodeWithoutChildrenThatIsNoLeafIsRefused() {
        assertThatThrownBy(() -> tree(new int[] {0, 1, 2, 3}, new int[] {0}, new int[] {4}, new boolean[] {false}))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("node 0");
    }

    @Test
    void leavesThatShareTheirRowsAreRefused() {
        assertThatThrownBy(() -> tree(new int[] {0, 1, 2, 3}, new int[] {0, 0, 0}, new int[] {4, 4, 4}, new boolean[] {
                    false, true, true
                }))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("does not fit its rows");
    }

    @Test
    void aRowThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> tree(new int[] {0, 1, 2, 4}, new int[] {0}, new int[] {4}, new boolean[] {true}))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("row 4 of 4");
    }

    private static NeighborTree tree(int[] order, int[] starts, int[] ends, boolean[] leaves) {
        double[] bounds = new double[2 * leaves.length];
        for (int node = 0; node < leaves.length; node++) {
            bounds[node] = node == 1 ? 2 : 0;
            bounds[leaves.length + node] = node == 2 ? 1 : 3;
        }
        return new NeighborTree(
                KEPT,
                Metric.named("euclidean", 2),
                false,
                order,
                starts,
                ends,
                leaves,
                bounds,
                new double[leaves.length]);
    }
}
