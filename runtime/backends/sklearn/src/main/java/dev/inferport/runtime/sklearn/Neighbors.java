package dev.inferport.runtime.sklearn;

/**
 * Finds the nearest of the training rows, all of which are looked at. Of rows equally far away the first ones count;
 * the library's search trees may take others.
 */
record Neighbors(DenseMatrix kept, Metric metric, int count, boolean byDistance) {

    /** The nearest rows of one row, nearest first, and what each counts. */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Found(int[] rows, double[] weights) {}

    static Neighbors of(Fields fields) {
        if (!(Py.scalar(fields.get("weights")) instanceof String weights)
                || !(weights.equals("uniform") || weights.equals("distance"))) {
            throw new InvalidModelException("neighbors with weights by " + Py.describe(fields.get("weights"))
                    + " are not served (expected: uniform or distance)");
        }
        DenseMatrix kept = DenseMatrix.of(fields.array("_fit_X"));
        int count = fields.integer("n_neighbors");
        if (count < 1 || count > kept.rows()) {
            throw new InvalidModelException(count + " neighbors among " + kept.rows() + " rows");
        }
        return new Neighbors(kept, Metric.of(fields), count, weights.equals("distance"));
    }

    int features() {
        return kept.columns();
    }

    Found find(DenseMatrix rows, int row) {
        int[] nearest = new int[count];
        double[] distances = new double[count];
        int found = 0;
        for (int candidate = 0; candidate < kept.rows(); candidate++) {
            double distance = metric.distance(rows, row, kept.values(), candidate * kept.columns());
            if (found == count && !(distance < distances[count - 1])) {
                continue;
            }
            int place = found < count ? found++ : count - 1;
            while (place > 0 && distances[place - 1] > distance) {
                distances[place] = distances[place - 1];
                nearest[place] = nearest[place - 1];
                place--;
            }
            distances[place] = distance;
            nearest[place] = candidate;
        }
        return new Found(nearest, weights(distances));
    }

    /** A row at no distance leaves nothing to the others. */
    private double[] weights(double[] distances) {
        boolean same = distances[0] == 0;
        for (int i = 0; i < distances.length; i++) {
            double inverse = same ? (distances[i] == 0 ? 1 : 0) : 1 / distances[i];
            distances[i] = byDistance ? inverse : 1;
        }
        return distances;
    }
}
