package dev.inferport.runtime.pmml;

import java.util.Map;
import java.util.Optional;
import org.pmml4s.common.RegressionTable;
import org.pmml4s.model.Model;
import org.pmml4s.model.RegressionModel;

/** A linear or logistic regression over numbers. */
sealed interface LinearScores extends Scores {

    /** The regression that a model is, or empty where it does more. */
    static Optional<? extends LinearScores> of(Model model, Map<String, Integer> columns) {
        if (!(model instanceof RegressionModel regression)
                || !TreeParts.isPlainModel(model)
                || model.targets().isDefined()) {
            return Optional.empty();
        }
        if (model.isClassification()) {
            return RegressionClasses.of(regression, model.classes(), columns)
                    .map(classes -> new Classes(classes, columns.size()));
        }
        RegressionTable[] tables = regression.regressionTables();
        boolean sum = model.isRegression()
                && tables.length == 1
                && regression.normalizationMethod().toString().equals("none");
        return sum
                ? RegressionClasses.Term.of(tables[0], columns).map(term -> new Value(term, columns.size()))
                : Optional.empty();
    }

    record Value(RegressionClasses.Term term, int columns) implements LinearScores {

        @Override
        public int width() {
            return 1;
        }

        @Override
        public double[] of(double[] rows, int count) {
            double[] values = new double[count];
            for (int row = 0; row < count; row++) {
                values[row] = term.of(rows, row * columns);
            }
            return values;
        }

        @Override
        public long sizeInBytes() {
            return 12L * columns;
        }
    }

    record Classes(RegressionClasses classes, int columns) implements LinearScores {

        @Override
        public int width() {
            return classes.places().length;
        }

        @Override
        public double[] of(double[] rows, int count) {
            return classes.of(rows, count, columns);
        }

        @Override
        public boolean needsProbabilities() {
            return true;
        }

        @Override
        public long sizeInBytes() {
            return classes.sizeInBytes();
        }
    }
}
