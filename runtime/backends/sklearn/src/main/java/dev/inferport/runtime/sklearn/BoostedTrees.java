package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.trees.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What boosting adds up for each row before a link function makes predictions of it. */
interface BoostedTrees {

    int features();

    /** One column, or one for each class where there are more than two. */
    DenseMatrix raw(Table rows);

    /** The trees of {@code sklearn.ensemble.GradientBoosting*}. */
    static BoostedTrees ofBoosting(Fields fields, Start start) {
        double rate = fields.number("learning_rate");
        NdArray estimators = fields.passingArray("estimators_");
        int groups = estimators.columns();
        List<TreeSums.Grouped> trees = new ArrayList<>();
        int features = 0;
        for (int i = 0; i < estimators.size(); i++) {
            CartTree tree = CartTree.of(fields.of(estimators.item(i)));
            features = tree.features();
            trees.add(new TreeSums.Grouped(tree.numbersTimes(rate), i % groups));
        }
        return new Staged(TreeSums.of(trees, features, groups, true, false, fields.assembly()), start);
    }

    /** The trees of {@code sklearn.ensemble.HistGradientBoosting*}. */
    static BoostedTrees ofHistogram(Fields fields) {
        double[] start = fields.doubles("_baseline_prediction");
        KnownCategories categories = KnownCategories.of(fields);
        List<TreeSums.Grouped> trees = new ArrayList<>();
        for (Object iteration : fields.list("_predictors")) {
            List<Object> predictors = Py.list(iteration);
            for (int group = 0; group < predictors.size(); group++) {
                Tree tree = HistogramTree.read(fields.of(predictors.get(group)), categories);
                trees.add(new TreeSums.Grouped(tree, group));
            }
        }
        int features = fields.features() > 0 ? fields.features() : fields.integer("_n_features");
        TreeSums sums = TreeSums.of(trees, features, start.length, false, true, fields.assembly());
        Estimator preprocessor = fields.has("_preprocessor") ? fields.estimator("_preprocessor") : null;
        return new Histogram(sums, start, preprocessor);
    }

    /** What the sums of rows begin with. */
    interface Start {
        /** The sums of all rows, {@code columns} for each. */
        double[] of(DenseMatrix rows, int columns);
    }

    /** Trees that see single precision, on top of another estimator. */
    record Staged(TreeSums sums, Start start) implements BoostedTrees {

        @Override
        public int features() {
            return sums.features();
        }

        @Override
        public DenseMatrix raw(Table rows) {
            DenseMatrix x = TreeSums.single(sums.numbers(rows));
            double[] raw = start.of(x, sums.trees().outputs());
            sums.addTo(x, raw);
            return new DenseMatrix(x.rows(), sums.trees().outputs(), raw);
        }
    }

    /** Trees that see double precision, on top of constants. */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Histogram(
            TreeSums sums, double[] start, @Nullable Estimator preprocessor) implements BoostedTrees {

        @Override
        public int features() {
            return sums.features();
        }

        @Override
        public DenseMatrix raw(Table rows) {
            return sums.add(preprocessor == null ? rows : preprocessor.transform(rows), start);
        }
    }
}
