package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.trees.Comparison;
import dev.inferport.runtime.trees.DoubleTreeEnsemble;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeEnsembleBuilder;
import java.util.List;

/**
 * The sums of trees for each row.
 *
 * @param singlePrecision whether the trees see the row in single precision, as those of {@code sklearn.tree} do
 * @param takesMissing whether a row may have missing values
 */
record TreeSums(DoubleTreeEnsemble trees, boolean singlePrecision, boolean takesMissing) {

    /** A tree and the sum that its leaves are added to. */
    record Grouped(Tree tree, int group) {}

    /** Trees of {@code sklearn.tree}, all of them for the same sums. */
    static TreeSums ofCart(List<Tree> trees, int features, int sums, Fields fields) {
        List<Grouped> grouped = trees.stream().map(tree -> new Grouped(tree, 0)).toList();
        return of(grouped, features, sums, true, MissingInTrees.allowed(fields), fields.assembly());
    }

    static TreeSums of(
            List<Grouped> trees,
            int features,
            int sums,
            boolean singlePrecision,
            boolean takesMissing,
            Assembly assembly) {
        try {
            TreeEnsembleBuilder builder = new TreeEnsembleBuilder(features, sums, Comparison.LESS_OR_EQUAL);
            trees.forEach(tree -> builder.add(tree.tree(), tree.group()));
            DoubleTreeEnsemble ensemble = builder.buildDouble();
            assembly.hold(ensemble.sizeInBytes());
            return new TreeSums(ensemble, singlePrecision, takesMissing);
        } catch (InvalidTreeException e) {
            throw new InvalidModelException("the trees of the file don't fit together: " + e.getMessage(), e);
        }
    }

    int features() {
        return trees.features();
    }

    /** The sums of each row, begun with these values. */
    DenseMatrix add(Table rows, double... start) {
        DenseMatrix x = numbers(rows);
        double[] sums = Matrix.zeros(x.rows(), trees.outputs());
        for (int i = 0; i < sums.length && start.length > 0; i++) {
            sums[i] = start[i % start.length];
        }
        addTo(x, sums);
        return new DenseMatrix(x.rows(), trees.outputs(), sums);
    }

    /** The rows as the trees take them. */
    DenseMatrix numbers(Table rows) {
        return (takesMissing ? rows.numbers(features()) : rows.finite(features())).dense();
    }

    /** Adds to sums that are there already. */
    void addTo(DenseMatrix x, double[] sums) {
        double[] values = (singlePrecision ? single(x) : x).values();
        for (int row = 0; row < x.rows(); row++) {
            trees.add(values, row * features(), sums, row * trees.outputs());
        }
    }

    /** The rows in single precision. */
    static DenseMatrix single(DenseMatrix x) {
        if (x.isSingle()) {
            return x;
        }
        double[] rounded = new double[x.values().length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) x.values()[i];
        }
        return new DenseMatrix(x.rows(), x.columns(), rounded, DataType.FP32);
    }
}
