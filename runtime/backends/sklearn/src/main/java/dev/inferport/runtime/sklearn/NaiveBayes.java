package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The class under which a row is most likely, each column taken by itself. */
record NaiveBayes(Likelihood likelihood, int features, Labels classes) implements Classifier {

    /** The logarithm of each class's likelihood for each row, up to a constant. */
    interface Likelihood {
        DenseMatrix of(Matrix rows);
    }

    static NaiveBayes ofGaussian(Fields fields) {
        DenseMatrix means = fields.rowsOf("theta_");
        DenseMatrix variances = fields.rowsOf(fields.has("var_") ? "var_" : "sigma_");
        double[] priors = fields.doubles("class_prior_");
        double[] logPriors = new double[priors.length];
        double[] constants = new double[priors.length];
        for (int c = 0; c < constants.length; c++) {
            double[] logs = new double[variances.columns()];
            for (int f = 0; f < logs.length; f++) {
                logs[f] = Math.log(2.0 * Math.PI * variances.at(c, f));
            }
            logPriors[c] = Math.log(priors[c]);
            constants[c] = -0.5 * PairwiseSum.of(logs, 0, logs.length);
        }
        Likelihood likelihood = rows -> gaussian(rows.dense(), means, variances, constants, logPriors);
        return new NaiveBayes(likelihood, means.columns(), fields.labels("classes_"));
    }

    /** In the library's order of operations: where a column hardly varies, large numbers cancel each other. */
    private static DenseMatrix gaussian(
            DenseMatrix x, DenseMatrix means, DenseMatrix variances, double[] constants, double[] logPriors) {
        double[] terms = new double[x.columns()];
        double[] logs = Matrix.zeros(x.rows(), constants.length);
        int next = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (int c = 0; c < constants.length; c++) {
                for (int f = 0; f < terms.length; f++) {
                    double difference = x.at(row, f) - means.at(c, f);
                    terms[f] = difference * difference / variances.at(c, f);
                }
                logs[next++] = logPriors[c] + (constants[c] - 0.5 * PairwiseSum.of(terms, 0, terms.length));
            }
        }
        return new DenseMatrix(x.rows(), constants.length, logs);
    }

    static NaiveBayes ofMultinomial(Fields fields) {
        LinearScores scores = LinearScores.of(
                fields.assembly(), fields.rowsOf("feature_log_prob_"), fields.doubles("class_log_prior_"));
        return new NaiveBayes(scores::of, scores.features(), fields.labels("classes_"));
    }

    static NaiveBayes ofComplement(Fields fields) {
        DenseMatrix weights = fields.rowsOf("feature_log_prob_");
        double[] constants = weights.rows() == 1 ? fields.doubles("class_log_prior_") : new double[weights.rows()];
        LinearScores scores = LinearScores.of(fields.assembly(), weights, constants);
        return new NaiveBayes(scores::of, scores.features(), fields.labels("classes_"));
    }

    static NaiveBayes ofBernoulli(Fields fields) {
        DenseMatrix logs = fields.rowsOf("feature_log_prob_");
        double[] constants = fields.doubles("class_log_prior_");
        double[] weights = new double[logs.values().length];
        for (int i = 0; i < weights.length; i++) {
            double absent = Math.log(1 - Math.exp(logs.values()[i]));
            weights[i] = logs.values()[i] - absent;
            constants[i / logs.columns()] += absent;
        }
        LinearScores scores =
                LinearScores.of(fields.assembly(), new DenseMatrix(logs.rows(), logs.columns(), weights), constants);
        boolean binarize = fields.has("binarize");
        Binarizer binarizer = new Binarizer(scores.features(), fields.number("binarize", 0));
        return new NaiveBayes(
                rows -> scores.of(binarize ? binarizer.transform(rows) : rows),
                scores.features(),
                fields.labels("classes_"));
    }

    static NaiveBayes ofCategorical(Fields fields) {
        List<DenseMatrix> logs = new ArrayList<>();
        for (Object ofFeature : fields.list("feature_log_prob_")) {
            logs.add(DenseMatrix.of(fields.assembly().array(ofFeature)));
        }
        double[] priors = fields.doubles("class_log_prior_");
        return new NaiveBayes(rows -> categorical(rows.dense(), logs, priors), logs.size(), fields.labels("classes_"));
    }

    private static DenseMatrix categorical(DenseMatrix x, List<DenseMatrix> logs, double[] priors) {
        double[] sums = Matrix.zeros(x.rows(), priors.length);
        for (int row = 0; row < x.rows(); row++) {
            for (int c = 0; c < priors.length; c++) {
                double sum = 0;
                for (int f = 0; f < logs.size(); f++) {
                    sum += logs.get(f)
                            .at(c, category(x.at(row, f), f, logs.get(f).columns()));
                }
                sums[row * priors.length + c] = sum + priors[c];
            }
        }
        return new DenseMatrix(x.rows(), priors.length, sums);
    }

    private static int category(double value, int feature, int known) {
        if (!(value >= 0 && value < known)) {
            throw new dev.inferport.runtime.api.InferenceException(
                    "category " + value + " in column " + feature + " (expected: 0 to " + (known - 1) + ")");
        }
        return (int) value;
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(likelihood.of(rows.finite(features)));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return ScoreRows.shares(likelihood.of(rows.finite(features)));
    }
}
