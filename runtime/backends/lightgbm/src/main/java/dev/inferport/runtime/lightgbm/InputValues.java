package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.trees.TreeBuilder;

/** The values of a tensor as the library's interface to Python would hand them on to the trees. */
final class InputValues {

    private InputValues() {}

    /**
     * A copy of the elements. Integers go through single precision, as NumPy arrays of them do in the library; and what
     * the library takes for zero is zero.
     */
    static double[] of(Tensor tensor) {
        double[] values = tensor.toDoubles();
        boolean wideIntegers =
                switch (tensor.dataType()) {
                    case INT32, UINT32, INT64, UINT64 -> true;
                    default -> false;
                };
        for (int i = 0; i < values.length; i++) {
            double value = wideIntegers ? (float) values[i] : values[i];
            values[i] = Math.abs(value) <= TreeBuilder.ZERO_BOUND ? 0 : value;
        }
        return values;
    }
}
