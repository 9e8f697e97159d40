package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One classifier for each class against all others.
 *
 * @param severalLabels whether a row may be of several classes at a time, so that its probabilities need not add up to
 *     1
 * @param firstOfEquals whether of equally good classes the first one is chosen, as since 1.8, or the last one
 * @param zerosStay whether the probabilities of a row of which no class is likely are 0, as since 1.7, or NaN
 */
record OneVsRest(
        List<Estimator> members, Labels classes, boolean severalLabels, boolean firstOfEquals, boolean zerosStay)
        implements Classifier {

    static Estimator of(Fields fields) {
        Fields binarizer = fields.object("label_binarizer_");
        List<Estimator> members = fields.estimators("estimators_");
        boolean several = LabelsClassifier.isFor(binarizer);
        OneVsRest classifier =
                new OneVsRest(members, binarizer.labels("classes_"), several, fields.since(1, 8), fields.since(1, 7));
        boolean decides = members.get(0).methods().contains(Method.DECISION_FUNCTION);
        return several
                ? new LabelsClassifier(
                        classifier,
                        decides ? Method.DECISION_FUNCTION : Method.PREDICT_PROBA,
                        BinaryScore.threshold(members.get(0)))
                : classifier;
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.copyOf(members.get(0).methods());
        methods.retainAll(EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION));
        return methods;
    }

    @Override
    public int features() {
        return members.get(0).features();
    }

    @Override
    public int[] choose(Table rows) {
        int[] chosen = new int[rows.rows()];
        if (members.size() == 1) {
            double[] scores = BinaryScore.of(members.get(0), rows);
            double threshold = BinaryScore.threshold(members.get(0));
            for (int row = 0; row < chosen.length; row++) {
                chosen[row] = scores[row] > threshold ? 1 : 0;
            }
            return chosen;
        }
        double[] best = new double[rows.rows()];
        for (int m = 0; m < members.size(); m++) {
            double[] scores = BinaryScore.of(members.get(m), rows);
            for (int row = 0; row < chosen.length; row++) {
                boolean wins = firstOfEquals ? scores[row] > best[row] : scores[row] >= best[row];
                if (m == 0 || wins) {
                    best[row] = scores[row];
                    chosen[row] = m;
                }
            }
        }
        return chosen;
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return columns(rows, member -> member.decisionFunction(rows).values());
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        DenseMatrix shares = columns(
                rows, member -> member.predictProba(rows).select(new int[] {1}).values());
        if (severalLabels) {
            return shares;
        }
        return members.size() == 1 ? ScoreRows.withComplement(shares) : ScoreRows.normalised(shares, zerosStay);
    }

    private interface Asked {
        double[] ask(Estimator member);
    }

    private DenseMatrix columns(Table rows, Asked asked) {
        double[] all = Matrix.zeros(rows.rows(), members.size());
        for (int m = 0; m < members.size(); m++) {
            double[] column = asked.ask(members.get(m));
            for (int row = 0; row < rows.rows(); row++) {
                all[row * members.size() + m] = column[row];
            }
        }
        return new DenseMatrix(rows.rows(), members.size(), all);
    }
}
