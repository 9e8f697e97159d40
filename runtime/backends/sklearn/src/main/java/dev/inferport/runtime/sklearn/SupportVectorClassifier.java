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
                || starts[k] != vectors.vectors().vectors()
                || vectors.coefficients().vectors() != k - 1
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
        return vectors.vectors().features();
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
        double[] kernels = new double[vectors.vectors().vectors()];
        double[] sums = new double[classes.count() - 1];
        double[] decisions = Matrix.zeros(rows.rows(), pairs);
        for (int row = 0; row < rows.rows(); row++) {
            vectors.fill(rows, row, kernels);
            int start = row * pairs;
            for (int ofClass = 0; ofClass < classes.count(); ofClass++) {
                addVectorsOf(ofClass, kernels, sums, decisions, start);
            }
            for (int pair = 0; pair < pairs; pair++) {
                decisions[start + pair] += vectors.constants()[pair];
            }
        }
        return new DenseMatrix(rows.rows(), pairs, decisions);
    }

    /** Adds what the vectors of one class say to all pairs with it, which have what the classes before it say. */
    private void addVectorsOf(int ofClass, double[] kernels, double[] sums, double[] decisions, int start) {
        int k = classes.count();
        for (int other = 0; other < k; other++) {
            if (other != ofClass) {
                sums[other < ofClass ? other : other - 1] = decisions[start + pair(ofClass, other)];
            }
        }
        int from = classStarts[ofClass];
        vectors.coefficients().add(FeatureSum.PRODUCTS, kernels, from, from, classStarts[ofClass + 1], sums);
        for (int other = 0; other < k; other++) {
            if (other != ofClass) {
                decisions[start + pair(ofClass, other)] = sums[other < ofClass ? other : other - 1];
            }
        }
    }

    /** The place of a pair in the library's order: (0, 1), (0, 2), …, (1, 2), … */
    private int pair(int one, int other) {
        int first = Math.min(one, other);
        return first * (2 * classes.count() - first - 1) / 2 + Math.max(one, other) - first - 1;
    }
}
