package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The class that most estimators choose, or that their probabilities favour on average. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record VotingClassifier(List<Estimator> members, double[] weights, boolean soft, boolean flat, Labels classes)
        implements Classifier {

    static VotingClassifier of(Fields fields) {
        List<Estimator> members = fields.estimators("estimators_");
        return new VotingClassifier(
                members,
                VotingWeights.of(fields, members.size()),
                fields.text("voting", "hard").equals("soft"),
                fields.flag("flatten_transform", fields.since(0, 21)),
                fields.labels("classes_"));
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT);
        if (soft) {
            methods.add(Method.PREDICT_PROBA);
        }
        if (flat || !soft) {
            methods.add(Method.TRANSFORM); // else it would have three dimensions
        }
        return methods;
    }

    @Override
    public int features() {
        return members.get(0).features();
    }

    @Override
    public int[] choose(Table rows) {
        if (soft) {
            return ScoreRows.argmax(predictProba(rows));
        }
        DenseMatrix votes = transform(rows);
        double[] counts = Matrix.zeros(rows.rows(), classes.count());
        for (int row = 0; row < votes.rows(); row++) {
            for (int m = 0; m < votes.columns(); m++) {
                counts[row * classes.count() + (int) votes.at(row, m)] += weights[m];
            }
        }
        return ScoreRows.argmax(new DenseMatrix(rows.rows(), classes.count(), counts));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        double[] sums = Matrix.zeros(rows.rows(), classes.count());
        double total = 0;
        for (int m = 0; m < members.size(); m++) {
            total += weights[m];
            double[] shares = members.get(m).predictProba(rows).values();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weights[m] * shares[i];
            }
        }
        double by = total;
        return new DenseMatrix(rows.rows(), classes.count(), sums).map(sum -> sum / by);
    }

    /** What each member says, side by side. */
    @Override
    public DenseMatrix transform(Table rows) {
        int width = soft ? classes.count() : 1;
        int columns = width * members.size();
        double[] all = Matrix.zeros(rows.rows(), columns);
        for (int m = 0; m < members.size(); m++) {
            DenseMatrix shares = soft ? members.get(m).predictProba(rows) : null;
            Prediction choice = soft ? null : members.get(m).predict(rows);
            for (int row = 0; row < rows.rows(); row++) {
                for (int c = 0; c < width; c++) {
                    double said = shares != null ? shares.at(row, c) : choice == null ? 0 : choice.number(row, 0);
                    all[row * columns + m * width + c] = said;
                }
            }
        }
        return new DenseMatrix(rows.rows(), columns, all, soft ? DataType.FP64 : DataType.INT64);
    }
}
