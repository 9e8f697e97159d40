package dev.inferport.runtime.sklearn;

/** What gradient boosting begins with: an estimator's prediction, in the terms of the loss. */
final class BoostingStart {

    private static final double SINGLE_EPSILON = Math.ulp(1.0f);
    private static final double DOUBLE_EPSILON = Math.ulp(1.0);

    private static final String OWN = "sklearn.ensemble.gradient_boosting.";

    private BoostingStart() {}

    static BoostedTrees.Start ofRegressor(Fields fields) {
        if ("zero".equals(fields.get("init_"))) {
            return BoostingStart::zeros;
        }
        if (!fields.since(0, 21) && isConstant(fields.object("init_"))) {
            return constant(fields.object("init_"));
        }
        Estimator first = fields.estimator("init_");
        return (rows, columns) -> {
            Prediction prediction = first.predict(rows);
            double[] start = new double[rows.rows()];
            for (int row = 0; row < start.length; row++) {
                start[row] = prediction.number(row, 0);
            }
            return start;
        };
    }

    static BoostedTrees.Start ofClassifier(Fields fields, boolean exponential) {
        if ("zero".equals(fields.get("init_"))) {
            return BoostingStart::zeros;
        }
        if (!fields.since(0, 21)) {
            return isConstant(fields.object("init_")) ? constant(fields.object("init_")) : ofRegressor(fields);
        }
        Estimator first = fields.estimator("init_");
        boolean centered = fields.since(1, 4);
        double epsilon = fields.since(1, 8) ? DOUBLE_EPSILON : SINGLE_EPSILON;
        return (rows, columns) -> {
            DenseMatrix shares = first.predictProba(rows).map(p -> Math.max(epsilon, Math.min(1 - epsilon, p)));
            return columns == 1 ? logOdds(shares, exponential ? 0.5 : 1) : logarithms(shares, centered);
        };
    }

    /** Before 0.21 boosting had estimators of its own to begin with. */
    private static boolean isConstant(Fields first) {
        return first.object().typeName().startsWith(OWN) && first.typeName().endsWith("Estimator");
    }

    private static BoostedTrees.Start constant(Fields first) {
        double[] constants =
                switch (first.typeName()) {
                    case "QuantileEstimator" -> first.doubles("quantile");
                    case "MeanEstimator" -> first.doubles("mean");
                    case "LogOddsEstimator", "ScaledLogOddsEstimator" -> first.doubles("prior");
                    case "PriorProbabilityEstimator" -> first.doubles("priors");
                    default -> new double[1];
                };
        return (rows, columns) -> {
            double[] start = Matrix.zeros(rows.rows(), columns);
            for (int i = 0; i < start.length; i++) {
                start[i] = constants[i % columns % constants.length];
            }
            return start;
        };
    }

    private static double[] zeros(DenseMatrix rows, int columns) {
        return Matrix.zeros(rows.rows(), columns);
    }

    private static double[] logOdds(DenseMatrix shares, double factor) {
        double[] odds = new double[shares.rows()];
        for (int row = 0; row < odds.length; row++) {
            double p = shares.at(row, 1);
            odds[row] = factor * Math.log(p / (1 - p));
        }
        return odds;
    }

    /** Since 1.4 relative to the geometric mean of the row. */
    private static double[] logarithms(DenseMatrix shares, boolean centered) {
        double[] logs = shares.map(Math::log).values();
        int width = shares.columns();
        for (int start = 0; centered && start < logs.length; start += width) {
            double sum = 0;
            for (int c = 0; c < width; c++) {
                sum += logs[start + c];
            }
            double mean = Math.exp(sum / width);
            for (int c = 0; c < width; c++) {
                logs[start + c] = Math.log(shares.values()[start + c] / mean);
            }
        }
        return logs;
    }
}
