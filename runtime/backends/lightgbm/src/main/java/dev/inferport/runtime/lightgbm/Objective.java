package dev.inferport.runtime.lightgbm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a model was trained for. A file has its name, in older versions sometimes another one, and parameters. */
enum Objective {
    REGRESSION(Kind.MAYBE_ROOTS, "regression", "regression_l2", "l2", "mean_squared_error", "mse", "rmse"),
    REGRESSION_L1(Kind.MAYBE_ROOTS, "regression_l1", "l1", "mean_absolute_error", "mae"),
    QUANTILE(Kind.MAYBE_ROOTS, "quantile"),
    MAPE(Kind.MAYBE_ROOTS, "mape", "mean_absolute_percentage_error"),
    FAIR(Kind.MAYBE_ROOTS, "fair"),
    HUBER(Kind.PLAIN, "huber"),
    POISSON(Kind.LOGARITHMS, "poisson"),
    GAMMA(Kind.LOGARITHMS, "gamma"),
    TWEEDIE(Kind.LOGARITHMS, "tweedie"),
    BINARY(Kind.PROBABILITY, "binary"),
    MULTICLASS(Kind.CLASSES, "multiclass", "softmax"),
    MULTICLASS_OVA(Kind.SEPARATE_CLASSES, "multiclassova", "multiclass_ova", "ova", "ovr"),
    CROSS_ENTROPY(Kind.SHARE, "cross_entropy", "xentropy"),
    CROSS_ENTROPY_LAMBDA(Kind.INTENSITY, "cross_entropy_lambda", "xentlambda"),
    LAMBDARANK(Kind.PLAIN, "lambdarank"),
    RANK_XENDCG(Kind.PLAIN, "rank_xendcg", "xendcg", "xe_ndcg", "xe_ndcg_mart", "xendcg_mart"),
    CUSTOM(Kind.CUSTOM, "custom", "none", "null", "na");

    /** What scores are. */
    private enum Kind {
        PLAIN,
        MAYBE_ROOTS,
        LOGARITHMS,
        PROBABILITY,
        SHARE,
        INTENSITY,
        CLASSES,
        SEPARATE_CLASSES,
        CUSTOM
    }

    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes them so
    private final List<String> names;

    Objective(Kind kind, String... names) {
        this.kind = kind;
        this.names = List.of(names);
    }

    /**
     * How the scores of a model become predictions.
     *
     * @param text the objective's name and parameters, such as {@code binary sigmoid:1}
     * @param outputs the model's scores per row
     */
    static Response response(String text, int outputs) throws InvalidBoosterException {
        List<String> words = List.of(text.strip().split(" +"));
        return of(words.get(0)).response(words, outputs);
    }

    private static Objective of(String name) throws InvalidBoosterException {
        for (Objective objective : values()) {
            if (objective.names.contains(name)) {
                return objective;
            }
        }
        String known =
                Arrays.stream(values()).map(objective -> objective.names.get(0)).collect(Collectors.joining(", "));
        throw new InvalidBoosterException(
                "objective: '" + ModelLines.shortened(name) + "' (expected: one of " + known + ")");
    }

    private Response response(List<String> words, int outputs) throws InvalidBoosterException {
        requireOutputs(words, outputs);
        return switch (kind) {
            case PLAIN, CUSTOM -> new Response.Identity();
            case MAYBE_ROOTS -> words.contains("sqrt") ? new Response.SignedSquare() : new Response.Identity();
            case LOGARITHMS -> new Response.Exponential();
            case PROBABILITY, SEPARATE_CLASSES -> new Response.Sigmoid(steepness(words));
            case SHARE -> new Response.Sigmoid(1);
            case INTENSITY -> new Response.SoftPlus();
            case CLASSES -> new Response.SoftMax();
        };
    }

    private void requireOutputs(List<String> words, int outputs) throws InvalidBoosterException {
        int expected =
                switch (kind) {
                    case CUSTOM -> outputs;
                    case CLASSES, SEPARATE_CLASSES -> Numbers.integer("num_class", parameter(words, "num_class"));
                    default -> 1;
                };
        if (outputs != expected) {
            throw new InvalidBoosterException(
                    "num_class: " + outputs + " (expected: " + expected + " for " + names.get(0) + ")");
        }
    }

    private double steepness(List<String> words) throws InvalidBoosterException {
        double steepness = Numbers.number("sigmoid", parameter(words, "sigmoid"));
        if (!(steepness > 0)) {
            throw new InvalidBoosterException("sigmoid: " + steepness + " (expected: > 0)");
        }
        return steepness;
    }

    private String parameter(List<String> words, String name) throws InvalidBoosterException {
        for (String word : words) {
            if (word.startsWith(name + ":")) {
                return word.substring(name.length() + 1);
            }
        }
        throw new InvalidBoosterException("objective: " + names.get(0) + " without parameter '" + name + "'");
    }
}
