package dev.inferport.runtime.sklearn;

import java.util.Set;

/** Boosting for numbers. */
record BoostedRegressor(BoostedTrees trees, boolean logLink) implements Regressor {

    private static final Set<String> LOG_LINKS = Set.of("poisson", "gamma");

    static BoostedRegressor ofBoosting(Fields fields) {
        return new BoostedRegressor(BoostedTrees.ofBoosting(fields, BoostingStart.ofRegressor(fields)), false);
    }

    static BoostedRegressor ofHistogram(Fields fields) {
        return new BoostedRegressor(BoostedTrees.ofHistogram(fields), LOG_LINKS.contains(fields.text("loss", "")));
    }

    @Override
    public int features() {
        return trees.features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        DenseMatrix raw = trees.raw(rows);
        return logLink ? raw.map(Math::exp) : raw;
    }
}
