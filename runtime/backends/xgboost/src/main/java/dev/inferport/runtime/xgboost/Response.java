package dev.inferport.runtime.xgboost;

import java.util.Arrays;

/**
 * The way from margins to predictions, with the single-precision steps of XGBoost. Rows of margins lie one after the
 * other, {@code columns} values each.
 */
enum Response {
    IDENTITY {
        @Override
        void apply(float[] margins, int columns) {}
    },
    SIGMOID {
        @Override
        void apply(float[] margins, int columns) {
            for (int i = 0; i < margins.length; i++) {
                margins[i] = 1f / (1f + exp(Math.min(-margins[i], MAX_EXPONENT)));
            }
        }
    },
    EXP {
        @Override
        void apply(float[] margins, int columns) {
            for (int i = 0; i < margins.length; i++) {
                margins[i] = exp(margins[i]);
            }
        }
    },
    STEP {
        @Override
        void apply(float[] margins, int columns) {
            for (int i = 0; i < margins.length; i++) {
                margins[i] = margins[i] > 0 ? 1f : 0f;
            }
        }
    },
    /** Sorts each row, so that the quantiles of a row don't cross. */
    ASCENDING {
        @Override
        void apply(float[] margins, int columns) {
            for (int row = 0; row < margins.length; row += columns) {
                Arrays.sort(margins, row, row + columns);
            }
        }
    },
    /** Of each row, the first margin is a prediction, and each other one says how far the next prediction is off. */
    GAPS {
        @Override
        void apply(float[] margins, int columns) {
            for (int i = 0; i < margins.length; i++) {
                if (i % columns != 0) {
                    margins[i] = margins[i - 1] + (Link.SMALL + softPlus(margins[i]));
                }
            }
        }
    },
    SOFTMAX {
        @Override
        void apply(float[] margins, int columns) {
            for (int row = 0; row < margins.length; row += columns) {
                softmax(margins, row, row + columns);
            }
        }
    },
    /** The column of the largest margin, in place of all columns; {@link #columns} is 1 afterwards. */
    LARGEST {
        @Override
        void apply(float[] margins, int columns) {
            for (int row = 0, i = 0; row < margins.length; row += columns, i++) {
                margins[i] = largest(margins, row, columns);
            }
        }

        @Override
        int columns(int marginColumns) {
            return 1;
        }
    };

    /** Beyond it the exponential is no float any more. */
    private static final float MAX_EXPONENT = 88.7f;

    /** Turns margins into predictions in place; of each {@code columns} values the first {@link #columns} are meant. */
    abstract void apply(float[] margins, int columns);

    /** The columns of predictions from that many columns of margins. */
    int columns(int marginColumns) {
        return marginColumns;
    }

    /** The column of the first largest value of a row. */
    static int largest(float[] values, int row, int columns) {
        int largest = 0;
        for (int i = 1; i < columns; i++) {
            if (values[row + i] > values[row + largest]) {
                largest = i;
            }
        }
        return largest;
    }

    private static void softmax(float[] values, int start, int end) {
        float largest = values[start];
        for (int i = start + 1; i < end; i++) {
            largest = Math.max(largest, values[i]);
        }
        double sum = 0;
        for (int i = start; i < end; i++) {
            values[i] = exp(values[i] - largest);
            sum += values[i];
        }
        for (int i = start; i < end; i++) {
            values[i] /= (float) sum;
        }
    }

    private static float softPlus(float x) {
        float positive = Math.max(x, 0);
        return positive + (float) Math.log1p(exp(-Math.abs(x)));
    }

    private static float exp(float x) {
        return (float) Math.exp(x);
    }
}
