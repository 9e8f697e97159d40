package dev.inferport.runtime.sklearn;

import java.util.Arrays;

/** Divides each row by its norm. */
record Normalizer(Norm norm, int features) implements Transformer {

    /** The norms, under scikit-learn's names. */
    enum Norm {
        L1 {
            @Override
            double of(double[] values, int from, int to) {
                double sum = 0;
                for (int i = from; i < to; i++) {
                    sum += Math.abs(values[i]);
                }
                return sum;
            }
        },
        L2 {
            @Override
            double of(double[] values, int from, int to) {
                double sum = 0;
                for (int i = from; i < to; i++) {
                    sum += values[i] * values[i];
                }
                return Math.sqrt(sum);
            }
        },
        MAX {
            @Override
            double of(double[] values, int from, int to) {
                double max = 0;
                for (int i = from; i < to; i++) {
                    max = Math.max(max, Math.abs(values[i]));
                }
                return max;
            }
        };

        abstract double of(double[] values, int from, int to);

        static Norm named(String name) {
            return Arrays.stream(values())
                    .filter(norm -> norm.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidModelException("a norm named '" + name + "' is not known"));
        }
    }

    static Normalizer of(Fields fields) {
        return new Normalizer(Norm.named(fields.text("norm", "l2")), fields.features());
    }

    @Override
    public Table transform(Table rows) {
        Matrix x = rows.finite(features);
        if (x instanceof SparseMatrix sparse) {
            return ofSparse(sparse);
        }
        DenseMatrix dense = x.dense();
        double[] values = dense.values().clone();
        int width = dense.columns();
        for (int start = 0; start < values.length; start += width) {
            double by = dense.rounded(norm.of(values, start, start + width));
            for (int i = start; i < start + width && by != 0; i++) {
                values[i] = dense.rounded(values[i] / by);
            }
        }
        return new DenseMatrix(dense.rows(), width, values, dense.isSingle());
    }

    SparseMatrix ofSparse(SparseMatrix x) {
        double[] values = x.copyOfValues();
        for (int row = 0; row < x.rows(); row++) {
            double by = norm.of(values, x.start(row), x.end(row));
            for (int i = x.start(row); i < x.end(row) && by != 0; i++) {
                values[i] /= by;
            }
        }
        return x.withValues(values);
    }
}
