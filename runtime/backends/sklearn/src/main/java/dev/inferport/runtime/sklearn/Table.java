package dev.inferport.runtime.sklearn;

/** Rows on their way through a model: numbers, or named columns of numbers and texts. Immutable. */
sealed interface Table permits Matrix, Frame {

    int rows();

    int columns();

    /** The rows as numbers, checked to have so many columns ({@link Estimator#ANY_WIDTH}: any). */
    Matrix numbers(int expectedColumns);

    /** The same for estimators that take no missing values: none of the numbers may be NaN or infinite. */
    default Matrix finite(int expectedColumns) {
        Matrix numbers = numbers(expectedColumns);
        numbers.requireFinite();
        return numbers;
    }

    Column column(int index);

    /** Some of the columns, in the order given. */
    Table select(int[] indices);
}
