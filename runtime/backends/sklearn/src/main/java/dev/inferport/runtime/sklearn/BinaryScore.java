package dev.inferport.runtime.sklearn;

/** How much a classifier of two classes favours the second one. */
final class BinaryScore {

    private BinaryScore() {}

    /** The decision function, or without one the probability. */
    static double[] of(Estimator classifier, Table rows) {
        if (hasDecision(classifier)) {
            return classifier.decisionFunction(rows).values();
        }
        return classifier.predictProba(rows).select(new int[] {1}).values();
    }

    /** Above which score the second class is chosen. */
    static double threshold(Estimator classifier) {
        return hasDecision(classifier) ? 0 : 0.5;
    }

    private static boolean hasDecision(Estimator classifier) {
        return classifier.methods().contains(Method.DECISION_FUNCTION);
    }
}
