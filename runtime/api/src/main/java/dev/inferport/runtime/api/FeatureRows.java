package dev.inferport.runtime.api;

/**
 * The rows of a request to a model of tabular data: one tensor of numbers of shape [rows, features]. Immutable.
 *
 * <pre>{@code
 * FeatureRows rows = FeatureRows.of(request.singleInput(), 4);
 * double[] values = rows.tensor().toDoubles();   // rows.count() times 4 of them, row by row
 * }</pre>
 */
public final class FeatureRows {

    private final Tensor tensor;

    private FeatureRows(Tensor tensor) {
        this.tensor = tensor;
    }

    /**
     * The rows in an input, whatever its name is.
     *
     * @param features the values that the model takes in a row
     * @throws InferenceException (INVALID_ARGUMENT) for another shape, a datatype that is not numeric, or more than
     *     2^31 - 1 rows
     */
    public static FeatureRows of(RequestInput input, int features) {
        Tensor tensor = input.tensor();
        Shape shape = tensor.shape();
        if (tensor.dataType() == DataType.BYTES) {
            throw new InferenceException("input '" + input.name() + "': datatype BYTES (expected: a numeric datatype)");
        }
        if (shape.rank() != 2 || shape.dimension(1) != features) {
            throw new InferenceException("input '" + input.name() + "': shape " + shape + " (expected: [rows, "
                    + features + "], the model has " + features + " features)");
        }
        if (shape.dimension(0) > Integer.MAX_VALUE) {
            throw new InferenceException(
                    "input '" + input.name() + "': " + shape.dimension(0) + " rows (expected: fewer than 2^31)");
        }
        return new FeatureRows(tensor);
    }

    /** The number of rows; may be 0. */
    public int count() {
        return (int) tensor.shape().dimension(0);
    }

    /** The values, row by row, of a numeric datatype. */
    public Tensor tensor() {
        return tensor;
    }
}
