package dev.inferport.runtime.sklearn;

/** A weighted sum of the features, or a function of it. */
record LinearRegressor(LinearScores scores, Link link) implements Regressor {

    /** What the weighted sum is of the prediction. */
    enum Link {
        IDENTITY,
        LOG
    }

    static LinearRegressor of(Fields fields, Link link) {
        return new LinearRegressor(LinearScores.of(fields), link);
    }

    @Override
    public int features() {
        return scores.features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        DenseMatrix sums = scores.of(rows);
        return link == Link.IDENTITY ? sums : sums.map(Math::exp);
    }
}
