package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Linear discriminant analysis: a linear classifier with probabilities, and a projection. */
final class DiscriminantAnalysis implements Classifier {

    private final LinearScores scores;
    private final Labels classes;
    private final boolean normalisedSigmoid;
    private final @Nullable Projection projection;

    private DiscriminantAnalysis(
            LinearScores scores, Labels classes, boolean normalisedSigmoid, @Nullable Projection projection) {
        this.scores = scores;
        this.classes = classes;
        this.normalisedSigmoid = normalisedSigmoid;
        this.projection = projection;
    }

    static DiscriminantAnalysis of(Fields fields) {
        Projection projection = null;
        if (!fields.text("solver", "svd").equals("lsqr")) {
            DenseMatrix scalings = DenseMatrix.of(fields.array("scalings_"));
            int components = fields.integer("_max_components", scalings.columns());
            double[] center = fields.text("solver", "svd").equals("svd") ? fields.doubles("xbar_") : new double[0];
            projection = Projection.of(fields.assembly(), scalings.transposed(components), center, new double[0]);
        }
        return new DiscriminantAnalysis(
                LinearScores.of(fields), fields.labels("classes_"), !fields.since(0, 22), projection);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.PREDICT_PROBA);
        if (projection != null) {
            methods.add(Method.TRANSFORM);
        }
        return methods;
    }

    @Override
    public int features() {
        return scores.features();
    }

    @Override
    public Labels classes() {
        return classes;
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.choose(scores.of(rows));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return scores.of(rows);
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        DenseMatrix sums = scores.of(rows);
        return normalisedSigmoid || sums.columns() == 1 ? LinearClassifier.SIGMOID.of(sums) : ScoreRows.softmax(sums);
    }

    @Override
    public Table transform(Table rows) {
        return projection == null ? Classifier.super.transform(rows) : projection.transform(rows);
    }
}
