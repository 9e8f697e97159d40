package dev.inferport.runtime.sklearn;

import java.util.Set;

/** An estimator that turns rows into other rows. */
interface Transformer extends Estimator {

    @Override
    default Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }
}
