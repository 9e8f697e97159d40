package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Boosting by weighted votes (SAMME) or by the logarithms of probabilities (SAMME.R).
 *
 * @param sharesAveraged whether the probabilities follow from the average of those of the members, as SAMME had it
 *     before 0.22, else from the votes
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record AdaBoostClassifier(List<Member> members, double weightSum, Labels classes, Vote vote, boolean sharesAveraged)
        implements Classifier {

    /** One estimator, its weight, and where its classes stand. */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Member(Estimator estimator, double weight, int[] places) {}

    /** What a member says for each class. */
    enum Vote {
        /** The weight for its class, nothing for others. */
        FOR,
        /** The weight for its class, and a share of it against the others. */
        FOR_AND_AGAINST,
        /** The centered logarithms of its probabilities. */
        LOGARITHMS
    }

    static AdaBoostClassifier of(Fields fields) {
        Labels classes = fields.labels("classes_");
        double[] weights = fields.doubles("estimator_weights_");
        List<Estimator> estimators = fields.estimators("estimators_");
        List<Member> members = new java.util.ArrayList<>();
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        for (int i = 0; i < estimators.size(); i++) {
            Estimator estimator = estimators.get(i);
            members.add(new Member(estimator, weights[i], ClassPlaces.of(estimator.classes(), classes)));
        }
        Vote ofSamme = fields.since(1, 3) ? Vote.FOR_AND_AGAINST : Vote.FOR;
        boolean real = fields.text("algorithm", "SAMME").equals("SAMME.R");
        return new AdaBoostClassifier(
                List.copyOf(members), sum, classes, real ? Vote.LOGARITHMS : ofSamme, !real && !fields.since(0, 22));
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION);
    }

    @Override
    public int features() {
        return members.isEmpty() ? ANY_WIDTH : members.get(0).estimator().features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.choose(decisionFunction(rows));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        if (sharesAveraged) {
            return averaged(rows.finite(features()));
        }
        DenseMatrix decision = decisionFunction(rows);
        if (decision.columns() == 1) {
            return ScoreRows.softmax(ScoreRows.withNegative(decision).map(score -> score / 2));
        }
        return ScoreRows.softmax(decision.map(score -> score / (classes.count() - 1)));
    }

    @Override
    public DenseMatrix decisionFunction(Table table) {
        Matrix rows = table.finite(features());
        int k = classes.count();
        double[] votes = Matrix.zeros(rows.rows(), k);
        for (Member member : members) {
            if (vote == Vote.LOGARITHMS) {
                addLogarithms(member, rows, votes);
            } else {
                addVotes(member, rows, votes);
            }
        }
        for (int i = 0; i < votes.length; i++) {
            votes[i] /= weightSum;
        }
        if (k != 2) {
            return new DenseMatrix(rows.rows(), k, votes);
        }
        double[] difference = new double[rows.rows()];
        for (int row = 0; row < difference.length; row++) {
            difference[row] = -votes[2 * row] + votes[2 * row + 1];
        }
        return new DenseMatrix(difference.length, 1, difference);
    }

    private DenseMatrix averaged(Matrix rows) {
        int k = classes.count();
        double[] sums = Matrix.zeros(rows.rows(), k);
        for (Member member : members) {
            DenseMatrix shares = member.estimator().predictProba(rows);
            for (int row = 0; row < rows.rows(); row++) {
                for (int c = 0; c < shares.columns(); c++) {
                    sums[row * k + member.places()[c]] += shares.at(row, c) * member.weight();
                }
            }
        }
        return ScoreRows.softmax(
                new DenseMatrix(rows.rows(), k, sums).map(sum -> sum / weightSum / Math.max(1, k - 1)));
    }

    private void addVotes(Member member, Table rows, double[] votes) {
        int k = classes.count();
        int[] chosen = ((ClassPrediction) member.estimator().predict(rows)).indices();
        double against = vote == Vote.FOR_AND_AGAINST ? -1.0 / (k - 1) * member.weight() : 0;
        for (int row = 0; row < chosen.length; row++) {
            int choice = member.places()[chosen[row]];
            for (int c = 0; c < k; c++) {
                votes[row * k + c] += c == choice ? member.weight() : against;
            }
        }
    }

    private void addLogarithms(Member member, Table rows, double[] votes) {
        int k = classes.count();
        DenseMatrix logs = member.estimator().predictProba(rows).map(p -> Math.log(Math.max(p, Math.ulp(1.0))));
        for (int row = 0; row < logs.rows(); row++) {
            double sum = 0;
            for (int c = 0; c < logs.columns(); c++) {
                sum += logs.at(row, c);
            }
            for (int c = 0; c < logs.columns(); c++) {
                votes[row * k + member.places()[c]] += (k - 1) * (logs.at(row, c) - 1.0 / k * sum);
            }
        }
    }
}
