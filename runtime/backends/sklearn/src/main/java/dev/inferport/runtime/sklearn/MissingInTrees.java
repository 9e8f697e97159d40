package dev.inferport.runtime.sklearn;

import java.util.Set;

/**
 * Whether trees take rows with missing values, which depends on the version that fitted them, their kind and criterion.
 */
final class MissingInTrees {

    private static final Set<String> CRITERIA =
            Set.of("gini", "log_loss", "entropy", "squared_error", "friedman_mse", "poisson");

    private MissingInTrees() {}

    static boolean allowed(Fields fields) {
        if (fields.typeName().equals("IsolationForest")) {
            return fields.since(1, 6);
        }
        if (fields.has("monotonic_cst")) {
            return false;
        }
        boolean known = CRITERIA.contains(fields.text("criterion", "")) || fields.since(1, 9);
        return known
                && switch (fields.typeName()) {
                    case "DecisionTreeClassifier", "DecisionTreeRegressor" ->
                        fields.since(1, 6) || (fields.since(1, 3) && !"random".equals(fields.get("splitter")));
                    case "RandomForestClassifier", "RandomForestRegressor" -> fields.since(1, 4);
                    default -> fields.since(1, 6);
                };
    }
}
