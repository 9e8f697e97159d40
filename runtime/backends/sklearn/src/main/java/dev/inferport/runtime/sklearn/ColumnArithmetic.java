package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arithmetic with one operand for each column, in single precision for rows of single precision: the scalers. */
record ColumnArithmetic(List<Step> steps, int features) implements Transformer {

    /** What is done with a value and the operand of its column. */
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        AT_LEAST,
        AT_MOST;

        double apply(double value, double by) {
            return switch (this) {
                case ADD -> value + by;
                case SUBTRACT -> value - by;
                case MULTIPLY -> value * by;
                case DIVIDE -> value / by;
                case AT_LEAST -> value < by ? by : value;
                case AT_MOST -> value > by ? by : value;
            };
        }

        Operation inverse() {
            return switch (this) {
                case ADD -> SUBTRACT;
                case SUBTRACT -> ADD;
                case MULTIPLY -> DIVIDE;
                case DIVIDE -> MULTIPLY;
                case AT_LEAST, AT_MOST -> this;
            };
        }
    }

    /** One operation. */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Step(Operation operation, double[] by) {

        static Step same(Operation operation, double by, int width) {
            double[] all = new double[width];
            Arrays.fill(all, by);
            return new Step(operation, all);
        }
    }

    ColumnArithmetic {
        steps = List.copyOf(steps);
        features = steps.isEmpty() ? features : steps.get(0).by().length;
        for (Step step : steps) {
            if (step.by().length != features) {
                throw new InvalidModelException(
                        "a scaler has operands for " + features + " and for " + step.by().length + " columns");
            }
        }
    }

    /** Undoes this; limits stay as they are. */
    ColumnArithmetic inverse() {
        List<Step> undone = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            undone.add(new Step(step.operation.inverse(), step.by));
        }
        return new ColumnArithmetic(undone, features);
    }

    @Override
    public Table transform(Table rows) {
        DenseMatrix x = rows.numbers(features).dense();
        double[] values = x.values().clone();
        for (Step step : steps) {
            for (int i = 0; i < values.length; i++) {
                values[i] = x.rounded(step.operation.apply(values[i], step.by[i % features]));
            }
        }
        return new DenseMatrix(x.rows(), x.columns(), values, x.floating());
    }
}
