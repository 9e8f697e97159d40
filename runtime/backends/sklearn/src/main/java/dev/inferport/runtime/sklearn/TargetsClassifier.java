package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A classifier of several targets at a time, each with classes of its own. Its probabilities are an array for each
 * target, which one tensor can't hold, so that only the classes themselves are answered.
 */
record TargetsClassifier(Shares shares, List<Labels> targets, int features) implements Estimator {

    /** How much speaks for each class, those of one target after those of the other. */
    interface Shares {
        DenseMatrix of(Table rows);
    }

    /** The {@code classes_} of a fitted classifier: one array, or a list with one for each target. */
    static List<Labels> targets(Fields fields) {
        Object classes = fields.require("classes_");
        if (NdArray.isArray(classes)) {
            return List.of(fields.labels("classes_"));
        }
        return Py.list(classes).stream()
                .map(ofTarget -> Labels.of(fields.assembly().array(ofTarget)))
                .toList();
    }

    static int count(List<Labels> targets) {
        return targets.stream().mapToInt(Labels::count).sum();
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT);
    }

    @Override
    public Prediction predict(Table rows) {
        DenseMatrix all = shares.of(rows);
        List<ClassPrediction> chosen = new ArrayList<>(targets.size());
        int start = 0;
        for (Labels labels : targets) {
            chosen.add(new ClassPrediction(labels, ScoreRows.argmax(all, start, start + labels.count())));
            start += labels.count();
        }
        return new TargetsPrediction(List.copyOf(chosen));
    }
}
