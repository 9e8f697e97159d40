package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Products of columns.
 *
 * @param terms for each output the columns that are multiplied; none = the constant 1
 */
record PolynomialFeatures(int features, List<int[]> terms) implements Transformer {

    private static final int MOST_TERMS = 1_000_000;
    private static final int MOST_FACTORS = 4_000_000;
    private static final int HIGHEST_DEGREE = 100;

    static PolynomialFeatures of(Fields fields) {
        int features = fields.integer(
                "n_features_in_", fields.integer("n_input_features_", fields.integer("_n_features", -1)));
        boolean interactions = fields.flag("interaction_only", false);
        int lowest = 1;
        int highest;
        if (Py.isNumber(fields.require("degree"))) {
            highest = fields.integer("degree");
        } else {
            List<Object> range = fields.list("degree");
            lowest = Math.max(1, Py.integer(range.get(0)));
            highest = Py.integer(range.get(1));
        }
        if (highest > HIGHEST_DEGREE) {
            throw new InvalidModelException(
                    "PolynomialFeatures of degree " + highest + " (expected: at most " + HIGHEST_DEGREE + ")");
        }
        List<int[]> terms = new ArrayList<>();
        if (fields.flag("include_bias", true)) {
            terms.add(new int[0]);
        }
        for (int degree = lowest; degree <= highest; degree++) {
            combine(new int[degree], 0, 0, features, interactions, terms);
        }
        return new PolynomialFeatures(features, List.copyOf(terms));
    }

    private static void combine(
            int[] term, int length, int from, int features, boolean interactions, List<int[]> terms) {
        if (length == term.length) {
            terms.add(term.clone());
            if (terms.size() > Math.min(MOST_TERMS, MOST_FACTORS / Math.max(1, length))) {
                throw new InvalidModelException(
                        "PolynomialFeatures makes more than " + (terms.size() - 1) + " columns");
            }
            return;
        }
        // Without repetition, a feature that leaves too few behind it can't be continued from.
        int end = interactions ? features - (term.length - length - 1) : features;
        for (int f = from; f < end; f++) {
            term[length] = f;
            combine(term, length + 1, interactions ? f + 1 : f, features, interactions, terms);
        }
    }

    @Override
    public Table transform(Table rows) {
        DenseMatrix x = rows.finite(features).dense();
        double[] values = Matrix.zeros(x.rows(), terms.size());
        Arrays.fill(values, 1);
        int next = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (int[] term : terms) {
                for (int f = term.length - 1; f >= 0; f--) {
                    values[next] = x.rounded(values[next] * x.at(row, term[f]));
                }
                next++;
            }
        }
        return new DenseMatrix(x.rows(), terms.size(), values, x.floating());
    }
}
