package dev.inferport.runtime.onnx;

import java.util.Arrays;
import java.util.Optional;

/** How ONNX Runtime makes scores of the sums of a tree ensemble, in single precision as it does. */
enum ScoreRule {
    NONE {
        @Override
        void apply(float[] scores, int start, int count) {
            // As they are.
        }
    },
    LOGISTIC {
        @Override
        void apply(float[] scores, int start, int count) {
            for (int i = start; i < start + count; i++) {
                scores[i] = logistic(scores[i]);
            }
        }
    },
    SOFTMAX {
        @Override
        void apply(float[] scores, int start, int count) {
            float most = -Float.MAX_VALUE;
            for (int i = start; i < start + count; i++) {
                most = scores[i] > most ? scores[i] : most;
            }
            float sum = 0;
            for (int i = start; i < start + count; i++) {
                scores[i] = (float) Math.exp(scores[i] - most);
                sum += scores[i];
            }
            for (int i = start; i < start + count; i++) {
                scores[i] /= sum;
            }
        }
    };

    /** The rule with the name that ONNX has for it, or empty for those that no converter writes. */
    static Optional<ScoreRule> of(String name) {
        return Arrays.stream(values()).filter(rule -> rule.name().equals(name)).findFirst();
    }

    /** Turns the sums of one row into scores. */
    abstract void apply(float[] scores, int start, int count);

    static float logistic(float value) {
        float share = 1 / (1 + (float) Math.exp(-Math.abs(value)));
        return value < 0 ? 1 - share : share;
    }
}
