package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.List;

/** One column of a {@link Frame}. The name may be empty. */
sealed interface Column {

    String name();

    int rows();

    /** One value: a Double or a String. */
    Object value(int row);

    /** Numbers of some datatype. */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Numbers(String name, double[] values, DataType type) implements Column {

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public Object value(int row) {
            return values[row];
        }
    }

    /** Texts. */
    record Texts(String name, List<String> values) implements Column {

        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public int rows() {
            return values.size();
        }

        @Override
        public Object value(int row) {
            return values.get(row);
        }
    }
}
