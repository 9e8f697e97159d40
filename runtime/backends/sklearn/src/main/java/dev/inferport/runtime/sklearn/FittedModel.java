package dev.inferport.runtime.sklearn;

import java.util.List;

/**
 * A model that is ready to be asked.
 *
 * @param type the name of its class in scikit-learn
 * @param features the columns it takes, or {@link Estimator#ANY_WIDTH}
 * @param featureNames their names, where the model was fitted with named columns; else empty
 * @param sizeInBytes of the arrays it holds
 */
record FittedModel(Estimator estimator, String type, int features, List<String> featureNames, long sizeInBytes) {

    FittedModel {
        featureNames = List.copyOf(featureNames);
    }
}
