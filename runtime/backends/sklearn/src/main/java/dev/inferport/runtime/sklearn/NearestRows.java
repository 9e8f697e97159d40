package dev.inferport.runtime.sklearn;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The nearest rows so far, of a fixed number: a heap with the farthest of them on top. Which of equally far rows is
 * pushed out is decided exactly as in scikit-learn's heap, so that the same rows remain. For one thread.
 */
final class NearestRows {

    private final double[] distances;
    private final int[] rows;
    private double[] scratch = {};

    NearestRows(int count) {
        distances = new double[count];
        rows = new int[count];
        clear();
    }

    /** Ready for another row. */
    void clear() {
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        Arrays.fill(rows, 0);
    }

    /** Zeros to work with, the same array for each row: new ones would push the training rows out of the cache. */
    double[] zeros(int size) {
        if (scratch.length != size) {
            scratch = new double[size];
        } else {
            Arrays.fill(scratch, 0);
        }
        return scratch;
    }

    /** The distance that a row must be below to get in. */
    double largest() {
        return distances[0];
    }

    /** Rows in their order, by their distances. */
    void pushAll(double[] candidates) {
        double largest = distances[0];
        for (int row = 0; row < candidates.length; row++) {
            if (candidates[row] < largest) {
                push(candidates[row], row);
                largest = distances[0];
            }
        }
    }

    void push(double distance, int row) {
        if (!(distance < distances[0])) {
            return;
        }
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= distances.length) {
                break;
            }
            if (child + 1 < distances.length && distances[child + 1] > distances[child]) {
                child++;
            }
            if (!(distance < distances[child])) {
                break;
            }
            distances[place] = distances[child];
            rows[place] = rows[child];
            place = child;
        }
        distances[place] = distance;
        rows[place] = row;
    }

    /** The rows, nearest first. */
    Neighbors.Found sorted() {
        Integer[] order = new Integer[rows.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> distances[i]));
        int[] sortedRows = new int[rows.length];
        double[] sortedDistances = new double[rows.length];
        for (int i = 0; i < order.length; i++) {
            sortedRows[i] = rows[order[i]];
            sortedDistances[i] = distances[order[i]];
        }
        return new Neighbors.Found(sortedRows, sortedDistances);
    }
}
