package dev.inferport.runtime.sklearn;

/** The average of the nearest neighbors' targets. */
record NeighborsRegressor(Neighbors neighbors, DenseMatrix targets) implements Regressor {

    static NeighborsRegressor of(Fields fields) {
        return new NeighborsRegressor(Neighbors.of(fields), DenseMatrix.of(fields.array("_y")));
    }

    @Override
    public int features() {
        return neighbors.features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        DenseMatrix x = rows.finite(features()).dense();
        double[] means = Matrix.zeros(x.rows(), targets.columns());
        NearestRows nearest = neighbors.nearest();
        for (int row = 0; row < x.rows(); row++) {
            Neighbors.Found found = neighbors.find(x, row, nearest);
            double total = 0;
            for (double weight : found.weights()) {
                total += weight;
            }
            for (int t = 0; t < targets.columns(); t++) {
                double sum = 0;
                for (int i = 0; i < found.rows().length; i++) {
                    sum += found.weights()[i] * targets.at(found.rows()[i], t);
                }
                means[row * targets.columns() + t] = sum / total;
            }
        }
        return new DenseMatrix(x.rows(), targets.columns(), means);
    }
}
