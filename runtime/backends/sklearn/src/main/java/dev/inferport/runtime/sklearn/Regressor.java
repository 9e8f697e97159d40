package dev.inferport.runtime.sklearn;

import java.util.Set;

/** An estimator that gives each row a number, or several. */
interface Regressor extends Estimator {

    DenseMatrix regress(Table rows);

    @Override
    default Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    default Prediction predict(Table rows) {
        return new NumberPrediction(regress(rows));
    }
}
