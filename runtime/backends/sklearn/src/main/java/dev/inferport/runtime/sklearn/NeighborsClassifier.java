package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;

/** The class of most of the nearest neighbors. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record NeighborsClassifier(Neighbors neighbors, int[] targets, Labels classes) implements Classifier {

    static NeighborsClassifier of(Fields fields) {
        if (!NdArray.isArray(fields.require("classes_"))) {
            throw new InvalidModelException("a classifier of several targets at a time is not served");
        }
        return new NeighborsClassifier(Neighbors.of(fields), fields.ints("_y"), fields.labels("classes_"));
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public int features() {
        return neighbors.features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(votes(rows));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return ScoreRows.normalised(votes(rows));
    }

    private DenseMatrix votes(Table rows) {
        DenseMatrix x = rows.finite(features()).dense();
        double[] votes = Matrix.zeros(x.rows(), classes.count());
        for (int row = 0; row < x.rows(); row++) {
            Neighbors.Found found = neighbors.find(x, row);
            for (int i = 0; i < found.rows().length; i++) {
                votes[row * classes.count() + targets[found.rows()[i]]] += found.weights()[i];
            }
        }
        return new DenseMatrix(x.rows(), classes.count(), votes);
    }
}
