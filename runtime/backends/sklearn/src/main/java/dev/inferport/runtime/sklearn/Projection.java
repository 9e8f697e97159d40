package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;

/**
 * Rows times some axes, after a center was taken off: PCA and its kin.
 *
 * @param axes one vector each
 * @param single whether the axes are numbers of single precision
 * @param center what is taken off each row first; empty = nothing
 * @param scale what each coordinate is divided by; empty = nothing
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record Projection(FeatureColumns axes, boolean single, double[] center, double[] scale) implements Transformer {

    /** @param axes one in each row */
    static Projection of(Assembly assembly, DenseMatrix axes, double[] center, double[] scale) {
        return new Projection(FeatureColumns.of(assembly, axes), axes.isSingle(), center, scale);
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
        return of(fields.assembly(), fields.rowsOf("components_"), mean, scale);
    }

    /** TruncatedSVD and random projections. */
    static Projection ofComponents(Fields fields) {
        return of(fields.assembly(), fields.rowsOf("components_"), new double[0], new double[0]);
    }

    static Projection ofIca(Fields fields) {
        boolean whitened = fields.has("whiten") && !Boolean.FALSE.equals(fields.get("whiten"));
        double[] center = whitened ? fields.doubles("mean_") : new double[0];
        return of(fields.assembly(), fields.rowsOf("components_"), center, new double[0]);
    }

    @Override
    public int features() {
        return axes.features();
    }

    @Override
    public DenseMatrix transform(Table rows) {
        Matrix x = rows.finite(features());
        Matrix centered = center.length == 0 ? x : centered(x.dense());
        double[] values = axes.products(centered);
        if (scale.length > 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] /= scale[i % scale.length];
            }
        }
        return new DenseMatrix(x.rows(), axes.vectors(), values, single ? x.floating() : DataType.FP64);
    }

    private DenseMatrix centered(DenseMatrix x) {
        double[] values = Matrix.zeros(x.rows(), x.columns());
        for (int i = 0; i < values.length; i++) {
            values[i] = x.values()[i] - center[i % center.length];
        }
        return new DenseMatrix(x.rows(), x.columns(), values);
    }
}
