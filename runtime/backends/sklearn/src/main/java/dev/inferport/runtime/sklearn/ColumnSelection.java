package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;

/** Some columns, by place. A negative place counts from the end. */
record ColumnSelection(List<Integer> places) {

    private static final int MOST = 1 << 20;

    ColumnSelection {
        places = List.copyOf(places);
    }

    /**
     * Columns as a ColumnTransformer names them: by name, by place, by a slice, or by a list of names, places or flags.
     *
     * @param names of all columns; empty where they have none
     * @param features the number of columns, or -1
     */
    static ColumnSelection of(Object pickled, List<String> names, int features) {
        Object columns = Py.scalar(pickled);
        if (columns instanceof PyObject slice && slice.type().name().equals("slice")) {
            return slice(slice, names, features);
        }
        if (columns instanceof String || columns instanceof Long) {
            return new ColumnSelection(List.of(place(columns, names)));
        }
        List<Object> all = Py.list(columns);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Object column = Py.scalar(all.get(i));
            if (column instanceof Boolean flag) {
                if (flag) {
                    places.add(i);
                }
            } else {
                places.add(place(column, names));
            }
        }
        return new ColumnSelection(places);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    int[] indices(int columns) {
        return places.stream()
                .mapToInt(place -> place < 0 ? columns + place : place)
                .toArray();
    }

    private static int place(Object column, List<String> names) {
        if (column instanceof String name) {
            int place = names.indexOf(name);
            if (place < 0) {
                throw new InvalidModelException(
                        "a ColumnTransformer takes a column '" + name + "', which it doesn't know");
            }
            return place;
        }
        return Py.integer(column);
    }

    /** A slice of names includes its end, one of places does not. */
    private static ColumnSelection slice(PyObject slice, List<String> names, int features) {
        Object from = slice.argument(0);
        Object to = slice.argument(1);
        int step = Py.isNone(slice.argument(2)) ? 1 : Py.integer(slice.argument(2));
        int all = Math.max(features, names.size());
        int start = Py.isNone(from) ? 0 : place(from, names);
        int end = Py.isNone(to) ? all : place(to, names) + (to instanceof String ? 1 : 0);
        start = start < 0 ? all + start : start;
        end = end < 0 ? all + end : end;
        if (step < 1 || start < 0 || end > MOST) {
            throw new InvalidModelException(
                    "a ColumnTransformer takes columns " + start + " to " + end + " by " + step);
        }
        List<Integer> places = new ArrayList<>();
        for (int place = start; place < end; place += step) {
            places.add(place);
        }
        return new ColumnSelection(places);
    }
}
