package dev.inferport.runtime.api;

import java.util.Arrays;

/**
 * The dimensions of a tensor, outermost first. A dimension of -1 stands for any size; it appears in metadata only,
 * never in the shape of a tensor.
 */
public final class Shape {

    /** Stands for a dimension of any size. */
    public static final long ANY = -1;

    private final long[] dimensions;

    private Shape(long[] dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * A shape of these dimensions; no dimension at all is the shape of a scalar.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for a dimension below -1
     */
    public static Shape of(long... dimensions) {
        for (long dimension : dimensions) {
            if (dimension < ANY) {
                throw new InferenceException(
                        "shape: " + Arrays.toString(dimensions) + " (expected: no dimension below -1)");
            }
        }
        return new Shape(dimensions.clone());
    }

    /** The number of dimensions. */
    public int rank() {
        return dimensions.length;
    }

    /** The size of one dimension, counted from the outermost. */
    public long dimension(int index) {
        return dimensions[index];
    }

    public long[] toArray() {
        return dimensions.clone();
    }

    /** Whether each dimension has a size, so that {@link #elementCount()} has an answer. */
    public boolean isConcrete() {
        return Arrays.stream(dimensions).noneMatch(dimension -> dimension == ANY);
    }

    /**
     * The number of elements of a tensor of this shape.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where a dimension is -1 or the product is beyond 2^63 - 1
     */
    public long elementCount() {
        if (!isConcrete()) {
            throw new InferenceException("shape: " + this + " (expected: no dimension of -1 in a tensor)");
        }
        long count = 1;
        for (long dimension : dimensions) {
            if (dimension == 0) {
                return 0;
            }
            if (count > Long.MAX_VALUE / dimension) {
                throw new InferenceException("shape: " + this + " (expected: fewer than 2^63 elements)");
            }
            count *= dimension;
        }
        return count;
    }

    /** Whether a tensor of this concrete shape is one that {@code declared} allows. */
    public boolean matches(Shape declared) {
        if (dimensions.length != declared.dimensions.length) {
            return false;
        }
        for (int i = 0; i < dimensions.length; i++) {
            if (declared.dimensions[i] != ANY && declared.dimensions[i] != dimensions[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    @Override
    public String toString() {
        return Arrays.toString(dimensions);
    }
}
