package dev.inferport.runtime.trees;

/**
 * An ensemble of trees over rows of doubles. For each row it adds the leaves that the row falls into, in the order of
 * the trees and in double precision, to the sums that the caller has set up.
 *
 * <p>Immutable; evaluation keeps no state and allocates nothing, so any number of threads may share one. NaN stands for
 * a missing value.
 */
public abstract sealed class DoubleTreeEnsemble permits PackedDoubleTrees, VectorDoubleTrees, WideDoubleTrees {

    final TreeTable table;

    DoubleTreeEnsemble(TreeTable table) {
        this.table = table;
    }

    /** Values in a row. */
    public final int features() {
        return table.features();
    }

    /** Sums per row. */
    public final int outputs() {
        return table.outputs();
    }

    public final int treeCount() {
        return table.trees();
    }

    public final int nodeCount() {
        return table.nodes();
    }

    /** The bytes of the arrays that the ensemble holds. */
    public final long sizeInBytes() {
        return table.sizeInBytes() + nodeBytes();
    }

    /**
     * Adds the leaves of one row.
     *
     * @param rows holds the row, from {@code rowStart} on
     * @param sums takes the {@link #outputs()} sums, from {@code sumStart} on
     */
    public final void add(double[] rows, int rowStart, double[] sums, int sumStart) {
        ArrayRange.require(rows.length, rowStart, table.features(), "rows");
        ArrayRange.require(sums.length, sumStart, table.outputs(), "sums");
        addRow(rows, rowStart, sums, sumStart);
    }

    /** Adds the leaves of many rows, which lie one after the other, as do their sums. */
    public final void addAll(double[] rows, int rowCount, double[] sums) {
        ArrayRange.require(rows.length, 0, (long) rowCount * table.features(), "rows");
        ArrayRange.require(sums.length, 0, (long) rowCount * table.outputs(), "sums");
        addRows(rows, rowCount, sums);
    }

    /** As {@link #addAll}, for arrays that are long enough. */
    void addRows(double[] rows, int rowCount, double[] sums) {
        for (int row = 0; row < rowCount; row++) {
            addRow(rows, row * table.features(), sums, row * table.outputs());
        }
    }

    abstract void addRow(double[] rows, int rowStart, double[] sums, int sumStart);

    /** The bytes of the arrays of nodes and leaves. */
    abstract long nodeBytes();
}
