package dev.inferport.runtime.trees;

import java.util.List;

/**
 * Where each tree of an ensemble begins and which output it adds to, whatever the layout of the nodes.
 *
 * @param features values in a row
 * @param outputs sums per row
 * @param roots the place of each tree's root among all nodes, and after the last tree the number of nodes
 * @param groups the output of each tree; empty where there is one output only
 * @param depths the depth of each tree
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record TreeTable(int features, int outputs, int[] roots, int[] groups, short[] depths) {

    static TreeTable of(List<Tree> trees, int[] groups, int features, int outputs) {
        int[] roots = new int[trees.size() + 1];
        short[] depths = new short[trees.size()];
        for (int i = 0; i < trees.size(); i++) {
            roots[i + 1] = roots[i] + trees.get(i).nodeCount();
            depths[i] = (short) trees.get(i).depth();
        }
        return new TreeTable(features, outputs, roots, outputs == 1 ? new int[0] : groups, depths);
    }

    int trees() {
        return depths.length;
    }

    int nodes() {
        return roots[depths.length];
    }

    /** The output that a tree adds to. */
    int group(int tree) {
        return groups.length == 0 ? 0 : groups[tree];
    }

    long sizeInBytes() {
        return ArraySize.ofInts(roots.length) + ArraySize.ofInts(groups.length) + ArraySize.ofShorts(depths.length);
    }
}
