package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.EnumSet;
import java.util.Set;

/** The number of the nearest center. */
record KMeans(DenseMatrix centers, Labels classes) implements Classifier {

    static KMeans of(Fields fields) {
        DenseMatrix centers = fields.rowsOf("cluster_centers_");
        return new KMeans(centers, Labels.range(centers.rows(), DataType.INT32));
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.TRANSFORM);
    }

    @Override
    public int features() {
        return centers.columns();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(transform(rows).map(distance -> -distance));
    }

    /** The distance to each center. */
    @Override
    public DenseMatrix transform(Table rows) {
        DenseMatrix x = rows.finite(features()).dense();
        double[] distances = Matrix.zeros(x.rows(), centers.rows());
        int next = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (int c = 0; c < centers.rows(); c++) {
                double squared = Kernel.squaredDistance(x, row, centers.values(), c * centers.columns());
                distances[next++] = Math.sqrt(squared);
            }
        }
        return new DenseMatrix(x.rows(), centers.rows(), distances, centers.isSingle() ? x.floating() : DataType.FP64);
    }
}
