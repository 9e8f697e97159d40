package dev.inferport.runtime.sklearn;

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

    static Optional<Method> of(String pythonName) {
        return Arrays.stream(values())
                .filter(method -> method.pythonName.equals(pythonName))
                .findFirst();
    }
}
