package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.InferenceException;
import java.util.Set;

/**
 * A fitted estimator: the numbers that scikit-learn learned, and its own arithmetic on them. Immutable; any number of
 * threads may ask at a time. Methods that are not in {@link #methods()} throw.
 */
interface Estimator {

    /** The width of an estimator that takes rows of any. */
    int ANY_WIDTH = -1;

    Set<Method> methods();

    /** The columns that a row must have, or {@link #ANY_WIDTH} where the estimator does not know. */
    default int features() {
        return ANY_WIDTH;
    }

    /** Whether the values of a column were texts when the estimator was fitted. */
    default boolean takesTexts(int column) {
        return false;
    }

    default Prediction predict(Table rows) {
        throw missing(Method.PREDICT);
    }

    /** One column for each of {@link #classes()}. */
    default DenseMatrix predictProba(Table rows) {
        throw missing(Method.PREDICT_PROBA);
    }

    /** One column for each class, or a single one for two classes. */
    default DenseMatrix decisionFunction(Table rows) {
        throw missing(Method.DECISION_FUNCTION);
    }

    /** One column. */
    default DenseMatrix scoreSamples(Table rows) {
        throw missing(Method.SCORE_SAMPLES);
    }

    default Table transform(Table rows) {
        throw missing(Method.TRANSFORM);
    }

    /** The classes of a classifier, in the order of their probabilities. */
    default Labels classes() {
        throw new InvalidModelException(getClass().getSimpleName() + " is used as a classifier and is none");
    }

    private InferenceException missing(Method method) {
        return new InferenceException(
                InferenceException.Reason.UNIMPLEMENTED,
                getClass().getSimpleName() + " has no '" + method.pythonName() + "'");
    }
}
