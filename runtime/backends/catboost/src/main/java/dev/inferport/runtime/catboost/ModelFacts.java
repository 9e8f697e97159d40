package dev.inferport.runtime.catboost;

import java.util.List;
import java.util.Map;

/**
 * What a file says that was found sound.
 *
 * @param features in the order of their columns
 * @param dimension values per prediction
 * @param info texts that the library stored with the model, among them its training parameters as JSON
 * @param footprint what of the model takes memory
 */
record ModelFacts(List<Feature> features, int dimension, Map<String, String> info, Footprint footprint) {

    ModelFacts {
        features = List.copyOf(features);
        info = Map.copyOf(info);
    }

    /** Sorts the features and proves that there is one for each column, and each kind is counted through. */
    static List<Feature> inOrder(List<Feature> features) throws InvalidCatBoostException {
        Feature[] columns = new Feature[features.size()];
        int numbers = 0;
        int categories = 0;
        for (Feature feature : features) {
            int expected = feature.categorical() ? categories++ : numbers++;
            int column = feature.column();
            if (feature.index() != expected || column < 0 || column >= columns.length) {
                throw new InvalidCatBoostException("feature '" + feature.label() + "' is number " + feature.index()
                        + " of its kind (expected: " + expected + "), in column " + column + " of " + columns.length);
            }
            if (columns[column] != null) {
                throw new InvalidCatBoostException("two features in column " + column);
            }
            columns[column] = feature;
        }
        return List.of(columns);
    }

    /** Whether any feature has a name of its own. */
    boolean isNamed() {
        return features.stream().anyMatch(Feature::isNamed);
    }

    int count(boolean categorical) {
        int count = 0;
        for (Feature feature : features) {
            count += feature.categorical() == categorical ? 1 : 0;
        }
        return count;
    }
}
