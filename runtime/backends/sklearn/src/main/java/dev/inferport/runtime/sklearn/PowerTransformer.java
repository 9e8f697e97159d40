package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.InferenceException;
import org.jspecify.annotations.Nullable;

/** Makes columns more like a normal distribution: Yeo-Johnson or Box-Cox, then a scaler. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record PowerTransformer(
        double[] lambdas, boolean boxCox, @Nullable Estimator scaler) implements Transformer {

    static PowerTransformer of(Fields fields) {
        Estimator scaler = fields.flag("standardize", true) ? fields.estimator("_scaler") : null;
        return new PowerTransformer(
                fields.doubles("lambdas_"), fields.text("method", "yeo-johnson").equals("box-cox"), scaler);
    }

    @Override
    public int features() {
        return lambdas.length;
    }

    @Override
    public Table transform(Table rows) {
        DenseMatrix x = rows.numbers(features()).dense();
        for (int i = 0; boxCox && i < x.values().length; i++) {
            if (x.values()[i] <= 0) {
                throw new InferenceException("row " + i / x.columns() + ", column " + i % x.columns() + ": "
                        + x.values()[i] + " (expected: a number above 0, as this model takes powers by Box-Cox)");
            }
        }
        double[] values = Matrix.zeros(x.rows(), x.columns());
        for (int i = 0; i < values.length; i++) {
            double lambda = lambdas[i % lambdas.length];
            double value = x.values()[i];
            values[i] = x.rounded(boxCox ? boxCox(value, lambda) : yeoJohnson(value, lambda));
        }
        DenseMatrix powers = new DenseMatrix(x.rows(), x.columns(), values, x.floating());
        return scaler == null ? powers : scaler.transform(powers);
    }

    private static double boxCox(double value, double lambda) {
        double log = Math.log(value);
        return Math.abs(lambda) < 1e-19 ? log : Math.expm1(lambda * log) / lambda;
    }

    private static double yeoJohnson(double value, double lambda) {
        if (value >= 0) {
            return Math.abs(lambda) < Math.ulp(1.0)
                    ? Math.log1p(value)
                    : Math.expm1(lambda * Math.log1p(value)) / lambda;
        }
        return Math.abs(lambda - 2) > Math.ulp(1.0)
                ? -Math.expm1((2 - lambda) * Math.log1p(-value)) / (2 - lambda)
                : -Math.log1p(-value);
    }
}
