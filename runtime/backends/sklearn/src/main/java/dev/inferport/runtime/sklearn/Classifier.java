package dev.inferport.runtime.sklearn;

/** An estimator that chooses one of some classes for each row. */
interface Classifier extends Estimator {

    /** The place in {@link #classes()} of each row's class. */
    int[] choose(Table rows);

    @Override
    Labels classes();

    @Override
    default Prediction predict(Table rows) {
        return new ClassPrediction(classes(), choose(rows));
    }
}
