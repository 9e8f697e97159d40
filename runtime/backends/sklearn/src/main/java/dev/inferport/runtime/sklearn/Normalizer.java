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
        },
        /** Before 0.23 the largest number, be others farther from 0. */
        LARGEST {
            @Override
            double of(double[] values, int from, int to) {
                double max = Double.NEGATIVE_INFINITY;
                for (int i = from; i < to; i++) {
                    max = Math.max(max, values[i]);
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
        Norm norm = Norm.named(fields.text("norm", "l2"));
        return new Normalizer(norm == Norm.MAX && !fields.since(0, 23) ? Norm.LARGEST : norm, fields.features());
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
        return new DenseMatrix(dense.rows(), width, values, dense.floating());
    }

    SparseMatrix ofSparse(SparseMatrix x) {
        double[] values = x.copyOfValues();
        for (int row = 0; row < x.rows(); row++) {
            double by = (norm == Norm.LARGEST ? Norm.MAX : norm).of(values, x.start(row), x.end(row));
            for (int i = x.start(row); i < x.end(row) && by != 0; i++) {
                values[i] /= by;
            }
        }
        return x.withValues(values);
    }
}
