package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One classifier for each pair of classes.
 *
 * @param threshold above which the score of a single pair speaks for the second class; before 1.1 also 0 where the
 *     score is a probability
 */
record OneVsOne(List<Estimator> members, Labels classes, double threshold, boolean scaledByAll) implements Classifier {

    OneVsOne {
        if (members.size() != classes.count() * (classes.count() - 1L) / 2) {
            throw new InvalidModelException(members.size() + " classifiers for the pairs of " + classes.count());
        }
    }

    static OneVsOne of(Fields fields) {
        if (fields.has("pairwise_indices_")) {
            throw new InvalidModelException("a OneVsOneClassifier of precomputed kernels is not served");
        }
        List<Estimator> members = fields.estimators("estimators_");
        double threshold = members.isEmpty() || !fields.since(1, 1) ? 0 : BinaryScore.threshold(members.get(0));
        return new OneVsOne(members, fields.labels("classes_"), threshold, !fields.since(0, 21));
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION);
    }

    @Override
    public int features() {
        return members.get(0).features();
    }

    @Override
    public int[] choose(Table rows) {
        DenseMatrix scores = decisionFunction(rows);
        if (scores.columns() > 1) {
            return ScoreRows.argmax(scores);
        }
        return ScoreRows.choose(scores.map(score -> score - threshold));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        int k = classes.count();
        List<double[]> scores =
                members.stream().map(member -> BinaryScore.of(member, rows)).toList();
        List<Prediction> chosen =
                members.stream().map(member -> member.predict(rows)).toList();
        PairVotes votes = new PairVotes(rows.rows(), k);
        for (int row = 0; row < rows.rows(); row++) {
            int pair = 0;
            for (int first = 0; first < k; first++) {
                for (int second = first + 1; second < k; second++) {
                    boolean choseSecond = chosen.get(pair).number(row, 0) == 1;
                    votes.add(row, first, second, choseSecond, scores.get(pair)[row]);
                    pair++;
                }
            }
        }
        DenseMatrix ofAll = votes.scores(scaledByAll);
        return k == 2 ? ofAll.select(new int[] {1}) : ofAll;
    }
}
