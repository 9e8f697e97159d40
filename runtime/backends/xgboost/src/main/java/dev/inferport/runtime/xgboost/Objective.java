package dev.inferport.runtime.xgboost;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a model was trained for: how its base score becomes a margin, and its margins become predictions. */
enum Objective {
    SQUARED_ERROR("reg:squarederror", Link.IDENTITY, Response.IDENTITY),
    LINEAR("reg:linear", Link.IDENTITY, Response.IDENTITY),
    SQUARED_LOG_ERROR("reg:squaredlogerror", Link.IDENTITY, Response.IDENTITY),
    PSEUDO_HUBER_ERROR("reg:pseudohubererror", Link.IDENTITY, Response.IDENTITY),
    ABSOLUTE_ERROR("reg:absoluteerror", Link.IDENTITY, Response.IDENTITY),
    QUANTILE_ERROR("reg:quantileerror", Link.IDENTITY, Response.ASCENDING) {
        @Override
        Response response(LibraryVersion version) {
            return version.isAtLeast(3, 4) ? super.response(version) : Response.IDENTITY;
        }
    },
    EXPECTILE_ERROR("reg:expectileerror", Link.GAPS, Response.GAPS),
    LOGISTIC_REGRESSION("reg:logistic", Link.LOGIT, Response.SIGMOID),
    BINARY_LOGISTIC("binary:logistic", Link.LOGIT, Response.SIGMOID),
    BINARY_LOGIT_RAW("binary:logitraw", Link.IDENTITY, Response.IDENTITY),
    BINARY_HINGE("binary:hinge", Link.IDENTITY, Response.STEP),
    SOFTMAX("multi:softmax", Link.IDENTITY, Response.LARGEST),
    SOFTPROB("multi:softprob", Link.IDENTITY, Response.SOFTMAX),
    POISSON("count:poisson", Link.LOG, Response.EXP),
    GAMMA("reg:gamma", Link.LOG, Response.EXP),
    TWEEDIE("reg:tweedie", Link.LOG, Response.EXP),
    COX("survival:cox", Link.LOG, Response.EXP),
    AFT("survival:aft", Link.LOG, Response.EXP),
    RANK_PAIRWISE("rank:pairwise", Link.IDENTITY, Response.IDENTITY),
    RANK_NDCG("rank:ndcg", Link.IDENTITY, Response.IDENTITY),
    RANK_MAP("rank:map", Link.IDENTITY, Response.IDENTITY);

    private final String text;
    private final Link link;
    private final Response response;

    Objective(String text, Link link, Response response) {
        this.text = text;
        this.link = link;
        this.response = response;
    }

    static Objective of(String text) throws InvalidBoosterException {
        for (Objective objective : values()) {
            if (objective.text.equals(text)) {
                return objective;
            }
        }
        String known = Arrays.stream(values()).map(objective -> objective.text).collect(Collectors.joining(", "));
        throw new InvalidBoosterException("objective: '" + text + "' (expected: one of " + known + ")");
    }

    /** How a base score becomes a margin. */
    Link link() {
        return link;
    }

    /** How margins become predictions: as in the version that wrote the file. */
    Response response(LibraryVersion version) {
        return response;
    }

    @Override
    public String toString() {
        return text;
    }
}
