package dev.inferport.runtime.sklearn;

/** The average of what several regressors say. */
record BaggingRegressor(Bag bag) implements Regressor {

    static BaggingRegressor of(Fields fields) {
        return new BaggingRegressor(Bag.of(fields));
    }

    @Override
    public int features() {
        return bag.features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        double[] sums = new double[rows.rows()];
        for (int m = 0; m < bag.members().size(); m++) {
            Prediction said = bag.members().get(m).predict(bag.seenBy(m, rows));
            for (int row = 0; row < sums.length; row++) {
                sums[row] += said.number(row, 0);
            }
        }
        return new DenseMatrix(sums.length, 1, sums)
                .map(sum -> sum / bag.members().size());
    }
}
