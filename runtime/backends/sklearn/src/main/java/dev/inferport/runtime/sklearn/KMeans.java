package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.EnumSet;
import java.util.Set;

/** The number of the nearest center. */
record KMeans(FeatureColumns centers, boolean single, Labels classes) implements Classifier {

    static KMeans of(Fields fields) {
        DenseMatrix centers = fields.rowsOf("cluster_centers_");
        Labels numbers = Labels.range(centers.rows(), DataType.INT32);
        return new KMeans(FeatureColumns.of(fields.assembly(), centers), centers.isSingle(), numbers);
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.TRANSFORM);
    }

    @Override
    public int features() {
        return centers.features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(transform(rows).map(distance -> -distance));
    }

    /** The distance to each center. */
    @Override
    public DenseMatrix transform(Table rows) {
        DenseMatrix x = rows.finite(features()).dense();
        double[] distances = centers.squaredDistances(x);
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.sqrt(distances[i]);
        }
        return new DenseMatrix(x.rows(), centers.vectors(), distances, single ? x.floating() : DataType.FP64);
    }
}
