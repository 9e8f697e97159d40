package dev.inferport.runtime.pmml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pmml4s.common.NumericPredictor;
import org.pmml4s.common.RegressionPredictor;
import org.pmml4s.common.RegressionTable;
import org.pmml4s.data.DataVal;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.Model;
import org.pmml4s.model.RegressionModel;
import org.pmml4s.model.Segmentation;

/**
 * Sums of trees, of which a regression makes probabilities: gradient boosting.
 *
 * @param terms of each class, in the order of the model's classes
 * @param places of the classes' terms in the regression, which decides on the order of summation
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record BoostedClasses(List<SummedTrees> sums, List<Term> terms, int[] places, boolean softmax) implements Scores {

    /** What the regression makes of the sums for one class: an intercept, and each sum times a coefficient. */
    record Term(double intercept, List<Factor> factors) {

        Term {
            factors = List.copyOf(factors);
        }

        double of(double[][] values, int row) {
            double result = intercept;
            for (Factor factor : factors) {
                result += values[factor.sum()][row] * factor.coefficient();
            }
            return result;
        }
    }

    record Factor(int sum, double coefficient) {}

    /** A chain of sums and one regression at its end, or empty where it is something else. */
    static Optional<BoostedClasses> of(Model model, Map<String, Integer> columns) {
        Optional<Segmentation> segments = TreeParts.segmentation(model)
                .filter(chain -> chain.multipleModelMethod().toString().equals("modelChain"))
                .filter(chain ->
                        TreeParts.isPlainModel(model) && model.targets().isEmpty());
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        List<Model> models = TreeParts.models(segments.get());
        Map<String, Integer> names = new HashMap<>();
        List<SummedTrees> sums = new ArrayList<>();
        for (Model part : models.subList(0, models.size() - 1)) {
            Optional<SummedTrees> sum = SummedTrees.of(part, columns);
            boolean named = part.outputFields().length == 1 && TreeEvaluator.isRealPrediction(part.outputFields()[0]);
            if (sum.isEmpty() || !named || columns.containsKey(part.outputFields()[0].name())) {
                return Optional.empty();
            }
            names.put(part.outputFields()[0].name(), sums.size());
            sums.add(sum.get());
        }
        return models.get(models.size() - 1) instanceof RegressionModel regression
                        && names.size() == sums.size()
                        && TreeParts.isPlainModel(regression)
                        && regression.targets().isEmpty()
                ? regression(model, regression, sums, names)
                : Optional.empty();
    }

    private static Optional<BoostedClasses> regression(
            Model model, RegressionModel regression, List<SummedTrees> sums, Map<String, Integer> names) {
        DataVal[] classes = model.classes();
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
            Optional<Term> term = term(table, names);
            if (place < 0 || term.isEmpty()) {
                return Optional.empty();
            }
            places[place] = terms.size();
            terms.add(term.get());
        }
        boolean each = Arrays.stream(places).distinct().count() == places.length;
        return each ? Optional.of(new BoostedClasses(sums, List.copyOf(terms), places, !binary)) : Optional.empty();
    }

    private static Optional<Term> term(RegressionTable table, Map<String, Integer> names) {
        List<Factor> factors = new ArrayList<>();
        for (RegressionPredictor predictor : table.predictors()) {
            if (!(predictor instanceof NumericPredictor numeric) || numeric.exponent() != 1) {
                return Optional.empty();
            }
            Field field = numeric.field();
            @Nullable Integer sum = names.get(field.name());
            if (sum == null || !field.isPlain()) {
                return Optional.empty();
            }
            factors.add(new Factor(sum, numeric.coefficient()));
        }
        return Optional.of(new Term(table.intercept(), factors));
    }

    @Override
    public int width() {
        return places.length;
    }

    @Override
    public double[] of(double[] rows, int count) {
        double[][] values = new double[sums.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = sums.get(i).of(rows, count);
        }
        double[] probabilities = new double[Math.multiplyExact(count, width())];
        double[] terms = new double[width()];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < terms.length; i++) {
                terms[i] = this.terms.get(i).of(values, row);
            }
            if (softmax) {
                toShares(terms);
            } else {
                toBoth(terms);
            }
            for (int i = 0; i < terms.length; i++) {
                probabilities[row * terms.length + i] = terms[places[i]];
            }
        }
        return probabilities;
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

    @Override
    public boolean needsProbabilities() {
        return true;
    }

    @Override
    public long sizeInBytes() {
        return sums.stream().mapToLong(SummedTrees::sizeInBytes).sum();
    }
}
