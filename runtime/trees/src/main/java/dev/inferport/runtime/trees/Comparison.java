package dev.inferport.runtime.trees;

/**
 * What a numeric split asks of the feature's value; where the answer is yes, the row goes left.
 *
 * <p>The evaluators know one question each. Over floats it is {@code <}: either question, with a threshold of any
 * precision, has an equal that compares with {@code <} to a float. Over doubles it is {@code <=}.
 */
public enum Comparison {
    /** {@code value < threshold}: XGBoost. */
    LESS {
        @Override
        float floatThreshold(double threshold) {
            float nearest = (float) threshold;
            return nearest < threshold ? Math.nextUp(nearest) : nearest;
        }

        @Override
        double doubleThreshold(double threshold) {
            return threshold == Double.NEGATIVE_INFINITY ? Double.NaN : Math.nextDown(threshold);
        }
    },
    /** {@code value <= threshold}: scikit-learn, LightGBM. A threshold of +infinity lets all but +infinity go left. */
    LESS_OR_EQUAL {
        @Override
        float floatThreshold(double threshold) {
            float nearest = (float) threshold;
            return nearest > threshold ? nearest : Math.nextUp(nearest);
        }

        @Override
        double doubleThreshold(double threshold) {
            return threshold;
        }
    };

    /** The float {@code t} for which {@code value < t} has the same answer, for each float value. */
    abstract float floatThreshold(double threshold);

    /** The double {@code t} for which {@code value <= t} has the same answer, for each value but NaN. */
    abstract double doubleThreshold(double threshold);
}
