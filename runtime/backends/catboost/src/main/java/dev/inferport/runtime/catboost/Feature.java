package dev.inferport.runtime.catboost;

/**
 * A column that the model was trained with.
 *
 * @param name empty where the model knows none
 * @param column its place among all columns
 * @param index its place among the columns of its kind
 * @param used whether prediction looks at it
 */
record Feature(String name, boolean categorical, int column, int index, boolean used) {

    /** Whether it was trained under a name, and not as the column of a matrix. */
    boolean isNamed() {
        return !label().equals(Integer.toString(column));
    }

    /** The feature's name, or its column where it has none, which is what the library says too. */
    String label() {
        return name.isEmpty() ? Integer.toString(column) : name;
    }
}
