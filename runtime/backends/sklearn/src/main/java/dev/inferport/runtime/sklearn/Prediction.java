package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.Tensor;

/** What {@code predict} answers. */
sealed interface Prediction permits ClassPrediction, NumberPrediction, TargetsPrediction {

    int rows();

    /** One of the numbers of a row; of a class that is a number, that number. */
    double number(int row, int output);

    Tensor tensor();
}
