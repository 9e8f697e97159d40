package dev.inferport.runtime.catboost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What a model was trained for, as far as it decides on what its raw values mean.
 *
 * @param labels empty for a model that predicts numbers
 * @param threshold the raw value above which a row is of the second of two classes
 */
record Task(Kind kind, Optional<ClassLabels> labels, double threshold) {

    /** How raw values become predictions. */
    enum Kind {
        NUMBERS,
        EXPONENTS,
        MEAN_AND_VARIANCE,
        TWO_CLASSES,
        CLASSES,
        ONE_VERSUS_ALL,
        SEVERAL_LABELS
    }

    static Task of(ModelFacts facts) throws InvalidCatBoostException {
        Kind kind = kind(loss(facts));
        int dimension = facts.dimension();
        boolean fits =
                switch (kind) {
                    case TWO_CLASSES -> dimension == 1;
                    case MEAN_AND_VARIANCE -> dimension == 2;
                    case CLASSES, ONE_VERSUS_ALL -> dimension >= 2;
                    default -> true;
                };
        if (!fits) {
            throw new InvalidCatBoostException(dimension + " values per prediction of a model of " + kind);
        }
        boolean classes = kind == Kind.TWO_CLASSES || kind == Kind.CLASSES || kind == Kind.ONE_VERSUS_ALL;
        int count = kind == Kind.TWO_CLASSES ? 2 : dimension;
        return new Task(kind, classes ? Optional.of(ClassLabels.of(facts, count)) : Optional.empty(), threshold(facts));
    }

    boolean isClassifier() {
        return labels.isPresent() || kind == Kind.SEVERAL_LABELS;
    }

    private static Kind kind(String loss) {
        return switch (loss) {
            case "Logloss", "CrossEntropy", "Focal" -> Kind.TWO_CLASSES;
            case "MultiClass" -> Kind.CLASSES;
            case "MultiClassOneVsAll" -> Kind.ONE_VERSUS_ALL;
            case "MultiLogloss", "MultiCrossEntropy" -> Kind.SEVERAL_LABELS;
            case "Poisson", "Tweedie" -> Kind.EXPONENTS;
            case "RMSEWithUncertainty" -> Kind.MEAN_AND_VARIANCE;
            default -> Kind.NUMBERS;
        };
    }

    private static String loss(ModelFacts facts) throws InvalidCatBoostException {
        JsonNode loss = json(facts, "params").path("loss_function");
        if (loss.isMissingNode()) {
            loss = json(facts, "loss_function");
        }
        return loss.path("type").asText("");
    }

    /** A text of the model's that is JSON; an empty object where there is none. */
    static JsonNode json(ModelFacts facts, String name) throws InvalidCatBoostException {
        try {
            return new ObjectMapper().readTree(facts.info().getOrDefault(name, "{}"));
        } catch (JsonProcessingException e) {
            throw new InvalidCatBoostException("'" + name + "' in the model is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static double threshold(ModelFacts facts) throws InvalidCatBoostException {
        String probability = facts.info().getOrDefault("binclass_probability_threshold", "0.5");
        try {
            double value = Double.parseDouble(probability);
            return Math.log(value / (1 - value));
        } catch (NumberFormatException e) {
            throw new InvalidCatBoostException("binclass_probability_threshold: " + probability, e);
        }
    }
}
