package dev.inferport.runtime.trees;

import java.util.List;

/** How deep the leaves of an ensemble lie, compared with the deepest leaves of four trees in a row. */
final class LeafDepths {

    private LeafDepths() {}

    /**
     * Of the steps that walks of fixed length through four trees at a time make, the share that leads from one node to
     * another, with rows spread evenly over the leaves of each tree.
     */
    static double shareOfSteps(List<Tree> trees) {
        double useful = 0;
        double made = 0;
        for (int first = 0; first + 4 <= trees.size(); first += 4) {
            List<Tree> four = trees.subList(first, first + 4);
            made += 4.0 * four.stream().mapToInt(Tree::depth).max().orElse(0);
            useful += four.stream().mapToDouble(LeafDepths::mean).sum();
        }
        return made == 0 ? 0 : useful / made;
    }

    private static double mean(Tree tree) {
        int[] depths = new int[tree.nodeCount()];
        long sum = 0;
        int leaves = 0;
        for (int node = 0; node < depths.length; node++) {
            if (tree.isLeaf(node)) {
                sum += depths[node];
                leaves++;
            } else {
                int child = tree.firstChild(node);
                depths[child] = depths[child + 1] = depths[node] + 1;
            }
        }
        return (double) sum / leaves;
    }
}
