package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;

/** OneClassSVM: 1 for rows like those of training, -1 for others. */
record OneClassVectors(SupportVectors vectors, double offset) implements Classifier {

    static OneClassVectors of(Fields fields) {
        SupportVectors vectors = SupportVectors.of(fields);
        return new OneClassVectors(vectors, -vectors.constants()[0]);
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.SCORE_SAMPLES);
    }

    @Override
    public int features() {
        return vectors.vectors().features();
    }

    @Override
    public Labels classes() {
        return Labels.ofNumbers(-1, 1);
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.choose(vectors.sums(rows));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return vectors.sums(rows);
    }

    @Override
    public DenseMatrix scoreSamples(Table rows) {
        return vectors.sums(rows).map(sum -> sum + offset);
    }
}
