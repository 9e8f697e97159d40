package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** What a fitted estimator may be asked, under scikit-learn's names. */
enum Method {
    PREDICT("predict"),
    PREDICT_PROBA("predict_proba"),
    DECISION_FUNCTION("decision_function"),
    SCORE_SAMPLES("score_samples"),
    TRANSFORM("transform");

    private final String pythonName;

    Method(String pythonName) {
        this.pythonName = pythonName;
    }

    String pythonName() {
        return pythonName;
    }

    /** What the estimator answers. */
    Tensor ask(Estimator estimator, Table rows) {
        return switch (this) {
            case PREDICT -> estimator.predict(rows).tensor();
            case PREDICT_PROBA -> estimator.predictProba(rows).tensor();
            case DECISION_FUNCTION -> estimator.decisionFunction(rows).tensor();
            case SCORE_SAMPLES -> estimator.scoreSamples(rows).tensor();
            case TRANSFORM ->
                estimator.transform(rows).numbers(Estimator.ANY_WIDTH).dense().tensor();
        };
    }

    static Optional<Method> of(String pythonName) {
        return Arrays.stream(values())
                .filter(method -> method.pythonName.equals(pythonName))
                .findFirst();
    }
}
