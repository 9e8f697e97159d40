package dev.inferport.runtime.pmml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pmml4s.common.NumericPredictor;
import org.pmml4s.common.RegressionPredictor;
import org.pmml4s.common.RegressionTable;
import org.pmml4s.data.DataVal;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.RegressionModel;

/**
 * The shares of classes that a regression makes of numbers.
 *
 * @param terms of each class, in the order of the regression
 * @param places of the model's classes among the terms, whose order is that of summation
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record RegressionClasses(List<Term> terms, int[] places, boolean softmax) {

    /** A class's number: an intercept, and each value times a coefficient. */
    record Term(double intercept, int[] columns, double[] coefficients) {

        /** The term of a table, or empty where it asks for more than numbers. */
        static Optional<Term> of(RegressionTable table, Map<String, Integer> names) {
            RegressionPredictor[] predictors = table.predictors();
            int[] columns = new int[predictors.length];
            double[] coefficients = new double[predictors.length];
            for (int i = 0; i < columns.length; i++) {
                if (!(predictors[i] instanceof NumericPredictor numeric) || numeric.exponent() != 1) {
                    return Optional.empty();
                }
                Field field = numeric.field();
                @Nullable Integer column = names.get(field.name());
                if (column == null || !field.isPlain()) {
                    return Optional.empty();
                }
                columns[i] = column;
                coefficients[i] = numeric.coefficient();
            }
            return Optional.of(new Term(table.intercept(), columns, coefficients));
        }

        /** @param start where the row begins among the values */
        double of(double[] values, int start) {
            double result = intercept;
            for (int i = 0; i < columns.length; i++) {
                result += values[start + columns[i]] * coefficients[i];
            }
            return result;
        }
    }

    /**
     * The regression of a model, or empty where it is something else.
     *
     * @param names the places of the values in a row
     */
    static Optional<RegressionClasses> of(RegressionModel regression, DataVal[] classes, Map<String, Integer> names) {
        RegressionTable[] tables = regression.regressionTables();
        String method = regression.normalizationMethod().toString();
        boolean binary = method.equals("logit") && regression.isBinary() && tables.length == 2;
        if (!regression.isClassification()
                || regression.isOrdinal()
                || classes.length != tables.length
                || !(method.equals("softmax") || binary)) {
            return Optional.empty();
        }
        List<Term> terms = new ArrayList<>();
        int[] places = new int[classes.length];
        for (RegressionTable table : tables) {
            int place = table.targetCategory().isDefined()
                    ? Arrays.asList(classes).indexOf(table.targetCategory().get())
                    : -1;
            Optional<Term> term = Term.of(table, names);
            if (place < 0 || term.isEmpty()) {
                return Optional.empty();
            }
            places[place] = terms.size();
            terms.add(term.get());
        }
        boolean each = Arrays.stream(places).distinct().count() == places.length;
        return each ? Optional.of(new RegressionClasses(List.copyOf(terms), places, !binary)) : Optional.empty();
    }

    /** The share of each class for rows of so many values. */
    double[] of(double[] values, int count, int columns) {
        double[] shares = new double[Math.multiplyExact(count, places.length)];
        double[] row = new double[places.length];
        for (int start = 0, at = 0; start < shares.length; start += row.length, at += columns) {
            for (int i = 0; i < row.length; i++) {
                row[i] = terms.get(i).of(values, at);
            }
            if (softmax) {
                toShares(row);
            } else {
                toBoth(row);
            }
            for (int i = 0; i < row.length; i++) {
                shares[start + i] = row[places[i]];
            }
        }
        return shares;
    }

    private static void toShares(double[] terms) {
        double sum = 0;
        for (int i = 0; i < terms.length; i++) {
            terms[i] = Math.exp(terms[i]);
            sum += terms[i];
        }
        for (int i = 0; i < terms.length; i++) {
            terms[i] /= sum;
        }
    }

    /** Of two classes one has a constant of 0, as a rule the last. */
    private static void toBoth(double[] terms) {
        int first = terms[1] == 0 ? 0 : 1;
        double share = 1 / (1 + Math.exp(-terms[first]));
        terms[first] = share;
        terms[1 - first] = 1 - share;
    }

    long sizeInBytes() {
        return terms.stream()
                .mapToLong(term -> 12L * term.columns().length + 64)
                .sum();
    }
}
