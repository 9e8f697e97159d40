package dev.inferport.runtime.sklearn;

import java.util.List;

/**
 * What the first estimator that sees the input says of its columns.
 *
 * @param features their number, or {@link Estimator#ANY_WIDTH}
 * @param names their names; empty where it was fitted without
 */
record DeclaredInput(int features, List<String> names) {

    private static final int DEEPEST = 24;
    private static final DeclaredInput NOTHING = new DeclaredInput(Estimator.ANY_WIDTH, List.of());

    static DeclaredInput of(PyObject estimator) {
        return of(estimator, 0);
    }

    private static DeclaredInput of(Object candidate, int depth) {
        if (depth > DEEPEST
                || !(candidate instanceof PyObject estimator)
                || !(estimator.state() instanceof PyDict state)) {
            return NOTHING;
        }
        Object width = state.get("n_features_in_");
        Object names = state.get("feature_names_in_");
        if (width != null && !Py.isNone(width)) {
            return new DeclaredInput(Py.integer(width), names == null ? List.of() : texts(names));
        }
        return inner(state, depth);
    }

    private static DeclaredInput inner(PyDict state, int depth) {
        if (state.get("steps") instanceof List<?> steps) {
            for (Object step : steps) {
                Object estimator = Py.list(step).get(1);
                if (!Pipeline.isPassThrough(estimator)) {
                    return of(estimator, depth + 1);
                }
            }
        }
        Object best = state.get("best_estimator_");
        return best == null ? NOTHING : of(best, depth + 1);
    }

    private static List<String> texts(Object names) {
        return Py.list(names).stream().map(String::valueOf).toList();
    }
}
