package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;

/** SVC and NuSVC: a machine for each pair of classes, which vote. */
final class SupportVectorClassifier implements Classifier {

    private final SupportVectors vectors;
    private final int[] classStarts;
    private final Labels classes;
    private final PairwiseProbabilities probabilities;
    private final boolean pairsShown;
    private final boolean breakTies;
    private final boolean scaledByAll;

    private SupportVectorClassifier(
            SupportVectors vectors,
            int[] classStarts,
            Labels classes,
            PairwiseProbabilities probabilities,
            boolean pairsShown,
            boolean breakTies,
            boolean scaledByAll) {
        this.vectors = vectors;
        this.classStarts = classStarts;
        this.classes = classes;
        this.probabilities = probabilities;
        this.pairsShown = pairsShown;
        this.breakTies = breakTies;
        this.scaledByAll = scaledByAll;
    }

    static SupportVectorClassifier of(Fields fields) {
        Labels classes = fields.labels("classes_");
        int[] counts = fields.ints(fields.has("_n_support") ? "_n_support" : "n_support_");
        int[] starts = new int[counts.length + 1];
        for (int c = 0; c < counts.length; c++) {
            starts[c + 1] = starts[c] + counts[c];
        }
        SupportVectors vectors = SupportVectors.of(fields);
        int k = classes.count();
        if (counts.length != k
                || starts[k] != vectors.vectors().rows()
                || vectors.coefficients().rows() != k - 1
                || vectors.constants().length != k * (k - 1L) / 2) {
            throw new InvalidModelException("a support vector machine of " + k + " classes does not fit together");
        }
        boolean ties = fields.flag("break_ties", false);
        boolean pairs = fields.text("decision_function_shape", "ovr").equals("ovo");
        return new SupportVectorClassifier(
                vectors,
                starts,
                classes,
                PairwiseProbabilities.of(fields, k),
                pairs,
                ties && !pairs,
                !fields.since(0, 21));
    }

    @Override
    public Set<Method> methods() {
        return probabilities.isEmpty()
                ? EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION)
                : EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.PREDICT_PROBA);
    }

    @Override
    public int features() {
        return vectors.vectors().columns();
    }

    @Override
    public Labels classes() {
        return classes;
    }

    @Override
    public int[] choose(Table rows) {
        int k = classes.count();
        if (breakTies && k > 2) {
            return ScoreRows.argmax(decisionFunction(rows));
        }
        DenseMatrix pairs = pairs(rows);
        double[] votes = Matrix.zeros(pairs.rows(), k);
        for (int row = 0; row < pairs.rows(); row++) {
            int pair = 0;
            for (int first = 0; first < k; first++) {
                for (int second = first + 1; second < k; second++) {
                    votes[row * k + (pairs.at(row, pair++) > 0 ? first : second)]++;
                }
            }
        }
        return ScoreRows.argmax(new DenseMatrix(pairs.rows(), k, votes));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        DenseMatrix pairs = pairs(rows);
        int k = classes.count();
        if (k == 2) {
            return pairs.map(score -> -score);
        }
        if (pairsShown) {
            return pairs;
        }
        PairVotes votes = new PairVotes(pairs.rows(), k);
        for (int row = 0; row < pairs.rows(); row++) {
            int pair = 0;
            for (int first = 0; first < k; first++) {
                for (int second = first + 1; second < k; second++) {
                    double score = pairs.at(row, pair++);
                    votes.add(row, first, second, score < 0, -score);
                }
            }
        }
        return votes.scores(scaledByAll);
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return probabilities.of(pairs(rows));
    }

    /** What libsvm decides for each pair of classes: above 0 for the first of them. */
    private DenseMatrix pairs(Table table) {
        DenseMatrix rows = table.finite(features()).dense();
        int pairs = vectors.constants().length;
        double[] kernels = new double[vectors.vectors().rows()];
        double[] decisions = Matrix.zeros(rows.rows(), pairs);
        for (int row = 0; row < rows.rows(); row++) {
            vectors.fill(rows, row, kernels);
            int pair = 0;
            for (int first = 0; first < classes.count(); first++) {
                for (int second = first + 1; second < classes.count(); second++) {
                    double sum = weighted(second - 1, first, kernels, 0);
                    sum = weighted(first, second, kernels, sum);
                    decisions[row * pairs + pair] = sum + vectors.constants()[pair];
                    pair++;
                }
            }
        }
        return new DenseMatrix(rows.rows(), pairs, decisions);
    }

    private double weighted(int coefficientRow, int ofClass, double[] kernels, double start) {
        double sum = start;
        for (int v = classStarts[ofClass]; v < classStarts[ofClass + 1]; v++) {
            sum += vectors.coefficients().at(coefficientRow, v) * kernels[v];
        }
        return sum;
    }
}
