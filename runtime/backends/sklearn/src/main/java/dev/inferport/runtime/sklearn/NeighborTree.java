package dev.inferport.runtime.sklearn;

import java.util.List;

/**
 * The search tree that scikit-learn made of the training rows, walked as it walks it: of equally near rows those remain
 * that it finds first. The children of a node are those at twice its place plus 1 and 2.
 *
 * @param order the rows, those of each leaf together
 * @param bounds of each node a center (ball tree), or the lowest corner, and after those of all nodes the highest
 * @param radii of the balls; of no use to a tree of boxes
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record NeighborTree(
        DenseMatrix kept,
        Metric metric,
        boolean balls,
        int[] order,
        int[] starts,
        int[] ends,
        boolean[] leaves,
        double[] bounds,
        double[] radii)
        implements NeighborSearch {

    NeighborTree {
        int nodes = leaves.length;
        long held = 0;
        for (int node = 0; node < nodes; node++) {
            if (leaves[node]) {
                held += ends[node] - (long) starts[node];
            }
            boolean whole = leaves[node] || 2 * node + 2 < nodes;
            if (!whole || starts[node] < 0 || ends[node] < starts[node] || ends[node] > order.length) {
                throw new InvalidModelException("node " + node + " of a search tree is none");
            }
        }
        for (int row : order) {
            if (row < 0 || row >= kept.rows()) {
                throw new InvalidModelException("a search tree has row " + row + " of " + kept.rows());
            }
        }
        int corners = balls ? 1 : 2;
        if (nodes == 0 || held > kept.rows() || bounds.length != (long) corners * nodes * kept.columns()) {
            throw new InvalidModelException("a search tree of " + nodes + " nodes does not fit its rows");
        }
    }

    static NeighborTree of(Fields fields, DenseMatrix kept, Metric metric, boolean balls) {
        List<Object> state = Py.list(fields.object("_tree").object().state());
        NdArray nodes = fields.assembly().array(state.get(2));
        int count = nodes.size();
        boolean[] leaves = new boolean[count];
        NdArray isLeaf = nodes.field("is_leaf");
        for (int node = 0; node < count; node++) {
            leaves[node] = isLeaf.integer(node) != 0;
        }
        NdArray order = fields.assembly().array(state.get(1));
        NdArray bounds = fields.assembly().array(state.get(3));
        fields.assembly().hold(4L * order.size() + 8L * bounds.size() + 17L * count);
        return new NeighborTree(
                kept,
                metric,
                balls,
                order.ints(),
                nodes.field("idx_start").ints(),
                nodes.field("idx_end").ints(),
                leaves,
                bounds.doubles(),
                nodes.field("radius").doubles());
    }

    @Override
    public void search(DenseMatrix rows, int row, NearestRows nearest) {
        search(0, bound(0, rows, row), rows, row, nearest);
    }

    /** The depth is the logarithm of the number of nodes, as the places of children double. */
    private void search(int node, double bound, DenseMatrix rows, int row, NearestRows nearest) {
        if (bound > nearest.largest()) {
            return;
        }
        if (leaves[node]) {
            for (int i = starts[node]; i < ends[node]; i++) {
                int candidate = order[i];
                nearest.push(metric.reduced(rows, row, kept.values(), candidate * kept.columns()), candidate);
            }
            return;
        }
        int first = 2 * node + 1;
        double firstBound = bound(first, rows, row);
        double secondBound = bound(first + 1, rows, row);
        if (firstBound <= secondBound) {
            search(first, firstBound, rows, row, nearest);
            search(first + 1, secondBound, rows, row, nearest);
        } else {
            search(first + 1, secondBound, rows, row, nearest);
            search(first, firstBound, rows, row, nearest);
        }
    }

    /** A reduced distance that no row of the node is below. */
    private double bound(int node, DenseMatrix rows, int row) {
        int width = kept.columns();
        if (balls) {
            double toCenter = metric.root().applyAsDouble(metric.reduced(rows, row, bounds, node * width));
            return metric.square().applyAsDouble(Math.max(0, toCenter - radii[node]));
        }
        int highest = leaves.length * width;
        double sum = 0;
        for (int f = 0; f < width; f++) {
            double below = bounds[node * width + f] - rows.at(row, f);
            double above = rows.at(row, f) - bounds[highest + node * width + f];
            double outside = 0.5 * ((below + Math.abs(below)) + (above + Math.abs(above)));
            double one = metric.difference().applyAsDouble(outside);
            sum = metric.largest() ? Math.max(sum, one) : sum + one;
        }
        return sum;
    }
}
