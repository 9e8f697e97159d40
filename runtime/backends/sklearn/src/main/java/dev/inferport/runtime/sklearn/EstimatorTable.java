package dev.inferport.runtime.sklearn;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which class of scikit-learn becomes which estimator: exact names, those of old versions too. Immutable. */
final class EstimatorTable {

    private final Map<String, Maker> makers;

    private EstimatorTable(Map<String, Maker> makers) {
        this.makers = Map.copyOf(makers);
    }

    /** Makes an estimator from the attributes of a fitted object. */
    interface Maker {
        Estimator make(Fields fields);
    }

    /** All that are served. */
    static EstimatorTable standard() {
        Builder builder = new Builder();
        LinearModels.register(builder);
        Preprocessors.register(builder);
        TreeModels.register(builder);
        Ensembles.register(builder);
        DistanceModels.register(builder);
        Encoders.register(builder);
        Compositions.register(builder);
        return new EstimatorTable(builder.makers);
    }

    Set<String> names() {
        return makers.keySet();
    }

    Maker maker(PyGlobal type) {
        Maker maker = makers.get(type.qualified());
        if (maker == null) {
            throw new InvalidModelException(
                    type.qualified()
                            + " is not an estimator that is served from a pickle; export the model to ONNX (skl2onnx) and serve that");
        }
        return maker;
    }

    /** Collects the names of a family. */
    static final class Builder {

        private final Map<String, Maker> makers = new HashMap<>();

        /**
         * Adds classes that one maker makes.
         *
         * @param modules the Python modules, separated by blanks, where the classes have been over time
         * @param classes their names
         */
        Builder add(Maker maker, String modules, String... classes) {
            for (String module : modules.split(" ", -1)) {
                for (String name : classes) {
                    makers.put(module + "." + name, maker);
                }
            }
            return this;
        }
    }
}
