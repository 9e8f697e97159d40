package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.Tensor;
import java.util.List;

/** A class for each row and each of several targets. */
record TargetsPrediction(List<ClassPrediction> targets) implements Prediction {

    @Override
    public int rows() {
        return targets.get(0).rows();
    }

    @Override
    public double number(int row, int output) {
        return targets.get(output).number(row, 0);
    }

    /** Shape [rows, targets], in the datatype of the first target's classes, as scikit-learn has it. */
    @Override
    public Tensor tensor() {
        return Labels.table(targets);
    }
}
