package dev.inferport.runtime.sklearn;

import java.util.Objects;

/** Where the classes that a part of an ensemble knows stand among those of the whole. */
final class ClassPlaces {

    private ClassPlaces() {}

    static int[] of(Labels part, Labels whole) {
        int[] places = new int[part.count()];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(part.value(i), whole);
        }
        return places;
    }

    /** Places of a part that was fitted on the places themselves, as integers. */
    static int[] ofEncoded(Labels part, int classes) {
        int[] places = new int[part.count()];
        for (int i = 0; i < places.length; i++) {
            places[i] = Py.integer(part.value(i));
            if (places[i] < 0 || places[i] >= classes) {
                throw new InvalidModelException("a part of an ensemble knows class " + places[i] + " of " + classes);
            }
        }
        return places;
    }

    private static int place(Object label, Labels whole) {
        for (int i = 0; i < whole.count(); i++) {
            if (Objects.equals(label, whole.value(i))) {
                return i;
            }
        }
        throw new InvalidModelException("a part of an ensemble knows a class that the whole doesn't");
    }
}
