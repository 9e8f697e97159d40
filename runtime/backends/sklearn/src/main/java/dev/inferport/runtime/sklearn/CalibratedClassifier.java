package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifiers whose scores were calibrated to probabilities; their average. */
record CalibratedClassifier(List<Member> members, Labels classes) implements Classifier {

    /** One classifier, its calibrations of each score or of all together, and where its classes stand. */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Member(
            Estimator estimator,
            List<Calibration> calibrations,
            int[] places,
            @Nullable TemperatureScaling temperature) {}

    static CalibratedClassifier of(Fields fields) {
        Labels classes = fields.labels("classes_");
        List<Member> members = new ArrayList<>();
        for (Object pickled : fields.list("calibrated_classifiers_")) {
            members.add(member(fields.of(pickled), classes));
        }
        return new CalibratedClassifier(List.copyOf(members), classes);
    }

    private static Member member(Fields fields, Labels classes) {
        Estimator estimator = fields.estimator(fields.has("estimator") ? "estimator" : "base_estimator");
        List<Fields> calibrators = fields.list(fields.has("calibrators") ? "calibrators" : "calibrators_").stream()
                .map(fields::of)
                .toList();
        if (calibrators.size() == 1 && calibrators.get(0).typeName().equals("_TemperatureScaling")) {
            boolean probabilities = !estimator.methods().contains(Method.DECISION_FUNCTION);
            double inverse = calibrators.get(0).doubles("beta_")[0];
            return new Member(estimator, List.of(), new int[0], new TemperatureScaling(inverse, probabilities));
        }
        int[] places = ClassPlaces.of(estimator.classes(), classes);
        return new Member(estimator, calibrators.stream().map(Calibration::of).toList(), places, null);
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public int features() {
        return members.get(0).estimator().features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(predictProba(rows));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        double[] sums = Matrix.zeros(rows.rows(), classes.count());
        for (Member member : members) {
            double[] shares = shares(member, rows);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += shares[i];
            }
        }
        return new DenseMatrix(rows.rows(), classes.count(), sums).map(sum -> sum / members.size());
    }

    private double[] shares(Member member, Table rows) {
        DenseMatrix scores = scores(member.estimator(), rows);
        if (member.temperature() != null) {
            return member.temperature().shares(scores);
        }
        int k = classes.count();
        double[] shares = Matrix.zeros(rows.rows(), k);
        for (int row = 0; row < rows.rows(); row++) {
            double sum = 0;
            for (int c = 0; c < scores.columns(); c++) {
                int place = k == 2 ? 1 : member.places()[c];
                shares[row * k + place] = member.calibrations().get(c).probability(scores.at(row, c));
                sum += shares[row * k + place];
            }
            for (int c = 0; c < k; c++) {
                if (k == 2) {
                    shares[2 * row] = 1 - shares[2 * row + 1];
                } else {
                    shares[row * k + c] = sum == 0 ? 1.0 / k : shares[row * k + c] / sum;
                }
            }
        }
        return shares;
    }

    private static DenseMatrix scores(Estimator estimator, Table rows) {
        if (estimator.methods().contains(Method.DECISION_FUNCTION)) {
            return estimator.decisionFunction(rows);
        }
        DenseMatrix shares = estimator.predictProba(rows);
        return shares.columns() == 2 ? shares.select(new int[] {1}) : shares;
    }
}
