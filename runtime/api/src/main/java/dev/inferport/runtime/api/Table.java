package dev.inferport.runtime.api;

import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named columns of equal length, in the order given: what a data frame is in Python. A column is read as the type that
 * the model wants. Immutable.
 *
 * <pre>{@code
 * Table table = decodeRequest(request, RequestCodec.PANDAS);
 * double[] ages = table.doubles("age");
 * List<String> cities = table.strings("city");
 * }</pre>
 */
public final class Table {

    private final Map<String, RequestInput> columns;
    private final int rows;

    private Table(Map<String, RequestInput> columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The names of the columns, in their order. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /**
     * A column's elements as they came, of the shape [rows, 1].
     *
     * @throws InferenceException (INVALID_ARGUMENT) where there is no such column; so do the other readers, and also
     *     where the column can't be read as the type
     */
    public Tensor tensor(String name) {
        return column(name).tensor();
    }

    /** A column of a numeric datatype. */
    public double[] doubles(String name) {
        return tensor(name).toDoubles();
    }

    /** A column of texts; of JSON documents (content type {@code pd_json}) their text. */
    public List<String> strings(String name) {
        return InputCodec.STRING.decode(column(name));
    }

    /** A column of byte arrays. */
    public List<byte[]> bytes(String name) {
        return InputCodec.BASE64.decode(column(name));
    }

    /** A column of dates and times. */
    public List<Temporal> datetimes(String name) {
        return InputCodec.DATETIME.decode(column(name));
    }

    Collection<RequestInput> columns() {
        return columns.values();
    }

    private RequestInput column(String name) {
        RequestInput column = columns.get(name);
        if (column == null) {
            throw new InferenceException("input '" + name + "' is missing (received: " + columns.keySet() + ")");
        }
        return column;
    }

    /** Collects the columns of a table. Not for use by several threads. */
    public static final class Builder {

        private final List<RequestInput> columns = new ArrayList<>();

        private Builder() {}

        /** A column of doubles. */
        public Builder doubles(String name, double... values) {
            return column(new RequestInput(name, Tensor.of(values, values.length, 1)));
        }

        /** A column of integers. */
        public Builder longs(String name, long... values) {
            return column(new RequestInput(name, Tensor.of(values, values.length, 1)));
        }

        /** A column of texts. */
        public Builder strings(String name, List<String> values) {
            return encoded(InputCodec.STRING.encode(name, values));
        }

        /** A column of byte arrays. */
        public Builder bytes(String name, List<byte[]> values) {
            return encoded(InputCodec.BASE64.encode(name, values));
        }

        /** A column of dates and times. */
        public Builder datetimes(String name, List<Temporal> values) {
            return encoded(InputCodec.DATETIME.encode(name, values));
        }

        /** A column with the elements, and the content type, of a tensor of the shape [N] or [N, 1]. */
        public Builder column(RequestInput column) {
            columns.add(column);
            return this;
        }

        /**
         * The table of the columns so far.
         *
         * @throws InferenceException (INVALID_ARGUMENT) where they make no table
         */
        public Table build() {
            Map<String, RequestInput> byName = new LinkedHashMap<>();
            int rows = columns.isEmpty() ? 0 : columns.get(0).tensor().elementCount();
            for (RequestInput column : columns) {
                Tensor tensor = column.tensor();
                if (!isColumn(tensor)) {
                    throw wrong(column, "shape " + tensor.shape() + " (expected: [N] or [N, 1] for a column)");
                }
                if (tensor.elementCount() != rows) {
                    throw wrong(
                            column,
                            tensor.elementCount() + " rows (expected: " + rows + ", as in the column "
                                    + columns.get(0).name() + ")");
                }
                Tensor upright = Tensor.ofRaw(tensor.dataType(), Shape.of(rows, 1), tensor.raw());
                RequestInput known =
                        byName.put(column.name(), new RequestInput(column.name(), upright, column.parameters()));
                if (known != null) {
                    throw wrong(column, "given twice");
                }
            }
            return new Table(Collections.unmodifiableMap(byName), rows);
        }

        private Builder encoded(ResponseOutput output) {
            return column(new RequestInput(output.name(), output.tensor(), output.parameters()));
        }

        private static boolean isColumn(Tensor tensor) {
            Shape shape = tensor.shape();
            return shape.rank() >= 1 && shape.dimension(0) == tensor.elementCount();
        }

        private static InferenceException wrong(RequestInput column, String what) {
            return new InferenceException("input '" + column.name() + "': " + what);
        }
    }
}
