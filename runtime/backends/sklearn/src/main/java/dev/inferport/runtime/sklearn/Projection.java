package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;

/**
 * Rows times some axes, after a center was taken off: PCA and its kin.
 *
 * @param axes one in each row
 * @param center what is taken off each row first; empty = nothing
 * @param scale what each coordinate is divided by; empty = nothing
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record Projection(DenseMatrix axes, double[] center, double[] scale) implements Transformer {

    static Projection ofColumns(DenseMatrix columns, int count, double[] center) {
        double[] axes = new double[count * columns.rows()];
        for (int axis = 0; axis < count; axis++) {
            for (int f = 0; f < columns.rows(); f++) {
                axes[axis * columns.rows() + f] = columns.at(f, axis);
            }
        }
        return new Projection(new DenseMatrix(count, columns.rows(), axes), center, new double[0]);
    }

    /** PCA and IncrementalPCA. */
    static Projection ofPca(Fields fields) {
        double[] scale = new double[0];
        if (fields.flag("whiten", false)) {
            scale = fields.doubles("explained_variance_");
            double least = fields.since(1, 5) ? Math.ulp(1.0) : 0;
            for (int i = 0; i < scale.length; i++) {
                scale[i] = Math.max(Math.sqrt(scale[i]), least);
            }
        }
        double[] mean = fields.has("mean_") ? fields.doubles("mean_") : new double[0];
        return new Projection(fields.rowsOf("components_"), mean, scale);
    }

    /** TruncatedSVD and random projections. */
    static Projection ofComponents(Fields fields) {
        return new Projection(fields.rowsOf("components_"), new double[0], new double[0]);
    }

    static Projection ofIca(Fields fields) {
        boolean whitened = fields.has("whiten") && !Boolean.FALSE.equals(fields.get("whiten"));
        return new Projection(
                fields.rowsOf("components_"), whitened ? fields.doubles("mean_") : new double[0], new double[0]);
    }

    @Override
    public int features() {
        return axes.columns();
    }

    @Override
    public DenseMatrix transform(Table rows) {
        Matrix x = rows.finite(features());
        Matrix centered = center.length == 0 ? x : centered(x.dense());
        double[] values = Matrix.zeros(x.rows(), axes.rows());
        int next = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (int axis = 0; axis < axes.rows(); axis++) {
                double along = centered.dot(row, axes.values(), axis * features());
                values[next++] = scale.length == 0 ? along : along / scale[axis];
            }
        }
        return new DenseMatrix(x.rows(), axes.rows(), values, axes.isSingle() ? x.floating() : DataType.FP64);
    }

    private DenseMatrix centered(DenseMatrix x) {
        double[] values = Matrix.zeros(x.rows(), x.columns());
        for (int i = 0; i < values.length; i++) {
            values[i] = x.values()[i] - center[i % center.length];
        }
        return new DenseMatrix(x.rows(), x.columns(), values);
    }
}
