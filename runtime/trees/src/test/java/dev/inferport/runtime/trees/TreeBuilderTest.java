package dev.inferport.runtime.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TreeBuilderTest {

    @Test
    void nodesThatTheRootDoesNotLeadToAreLeftOut() {
        Tree tree = Tree.builder(6)
                .split(0, 0, 1, false, 4, 2)
                .leaf(4, 1)
                .leaf(2, 2)
                .leaf(1, 3)
                .build();
        assertThat(tree.nodeCount()).isEqualTo(3);
        assertThat(tree.depth()).isEqualTo(1);
    }

    @Test
    void aTreeOfNoNodesIsRefused() {
        assertRefused(() -> Tree.builder(0)).hasMessage("nodes: 0 (expected: at least a root)");
    }

    @Test
    void aChildThatDoesNotExistIsRefused() {
        assertRefused(() ->
                        Tree.builder(2).split(0, 0, 1, false, 1, 2).leaf(1, 0).build())
                .hasMessage("node 0: child 2 (expected: 0 to 1)");
        assertRefused(() ->
                        Tree.builder(2).split(0, 0, 1, false, -1, 1).leaf(1, 0).build())
                .hasMessage("node 0: child -1 (expected: 0 to 1)");
    }

    @Test
    void aChildThatWasNotDescribedIsRefused() {
        assertRefused(() ->
                        Tree.builder(3).split(0, 0, 1, false, 1, 2).leaf(1, 0).build())
                .hasMessage("node 2 is a child but was not described");
    }

    @Test
    void aWayBackIsRefused() {
        assertRefused(() -> Tree.builder(3)
                        .split(0, 0, 1, false, 1, 2)
                        .split(1, 0, 1, false, 0, 2)
                        .leaf(2, 0)
                        .build())
                .hasMessage("node 1: another way leads to its child 0 already");
    }

    @Test
    void twoWaysToANodeAreRefused() {
        assertRefused(() ->
                        Tree.builder(2).split(0, 0, 1, false, 1, 1).leaf(1, 0).build())
                .hasMessage("node 0: another way leads to its child 1 already");
    }

    @Test
    void aTreeAsDeepAsALongChainIsRefused() {
        int depth = TreeBuilder.MAX_DEPTH + 1;
        assertRefused(() -> chain(depth)).hasMessage("depth: 4097 (expected: at most 4096)");
        assertThat(chain(depth - 1).depth()).isEqualTo(TreeBuilder.MAX_DEPTH);
    }

    @Test
    void aNodeThatIsDescribedTwiceIsRefused() {
        assertRefused(() -> Tree.builder(1).leaf(0, 1).leaf(0, 1)).hasMessage("node 0 is described twice");
    }

    @Test
    void aNodeBeyondTheTreeIsRefused() {
        assertRefused(() -> Tree.builder(1).leaf(1, 1)).hasMessage("node 1 (expected: 0 to 0)");
    }

    @Test
    void aThresholdThatIsNoNumberIsRefused() {
        assertRefused(() -> Tree.builder(3).split(0, 0, Double.NaN, false, 1, 2))
                .hasMessage("node 0: the threshold is not a number");
    }

    @Test
    void leavesOfTwoKindsAreRefused() {
        assertRefused(() -> Tree.builder(3)
                        .split(0, 0, 1, false, 1, 2)
                        .leaf(1, 1)
                        .leaf(2, new double[] {1, 2})
                        .build())
                .hasMessageStartingWith("some leaves hold single values, some vectors");
    }

    @Test
    void aTreeThatDoesNotFitTheEnsembleIsRefused() {
        Tree stump = Tree.builder(3)
                .split(0, 7, 1, false, 1, 2)
                .leaf(1, 0)
                .leaf(2, 0)
                .build();
        Tree vectors = Tree.builder(1).leaf(0, new double[3]).build();
        Tree leaf = Tree.builder(1).leaf(0, 1).build();
        assertRefused(() -> ensemble(7, 1).add(stump, 0))
                .hasMessage("feature 7 (expected: below 7, the number of features)");
        assertRefused(() -> ensemble(8, 1).add(stump, 1)).hasMessage("output: 1 (expected: 0 to 0)");
        assertRefused(() -> ensemble(8, 2).add(vectors, 0))
                .hasMessage("a leaf of 3 values (expected: 2, one for each output)");
        assertRefused(() -> ensemble(8, 3).add(vectors, 0).add(leaf, 0).buildFloat())
                .hasMessage("1 of 2 trees have vectors in their leaves (expected: all or none)");
    }

    @Test
    void anEnsembleOfImpossibleWidthIsRefused() {
        assertRefused(() -> ensemble(-1, 1)).hasMessage("features: -1 (expected: 0 to 536870912)");
        assertRefused(() -> ensemble(1, 0)).hasMessage("outputs: 0 (expected: >= 1)");
    }

    private static TreeEnsembleBuilder ensemble(int features, int outputs) {
        return new TreeEnsembleBuilder(features, outputs, Comparison.LESS);
    }

    private static Tree chain(int depth) {
        TreeBuilder tree = Tree.builder(2 * depth + 1);
        for (int i = 0; i < depth; i++) {
            tree.split(2 * i, 0, i, false, 2 * i + 2, 2 * i + 1).leaf(2 * i + 1, i);
        }
        return tree.leaf(2 * depth, 0).build();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ThrowingCallable action) {
        return assertThatThrownBy(action).isInstanceOf(InvalidTreeException.class);
    }
}
