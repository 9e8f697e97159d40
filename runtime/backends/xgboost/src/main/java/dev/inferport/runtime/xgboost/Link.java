package dev.inferport.runtime.xgboost;

/** The way from the scale of predictions to that of margins, for base scores. */
enum Link {
    IDENTITY {
        @Override
        float margin(float score) {
            return score;
        }
    },
    LOGIT {
        @Override
        float margin(float score) {
            float inside = Math.min(Math.max(score, SMALL), 1f - SMALL);
            return -(float) Math.log(1f / inside - 1f);
        }
    },
    LOG {
        @Override
        float margin(float score) {
            return (float) Math.log(score);
        }
    },
    /** Of each score but the first, its distance from the one before; {@link Response#GAPS} undoes it. */
    GAPS {
        @Override
        float margin(float distance) {
            float positive = Math.max(distance - SMALL, SMALL);
            return positive + (float) Math.log(-(float) Math.expm1(-positive));
        }

        @Override
        void apply(float[] scores) {
            for (int i = scores.length - 1; i > 0; i--) {
                scores[i] = margin(scores[i] - scores[i - 1]);
            }
        }
    };

    /** What XGBoost keeps scores away from where they would have no margin. */
    static final float SMALL = 1e-6f;

    abstract float margin(float score);

    /** Turns the scores of all outputs into margins, in place. */
    void apply(float[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = margin(scores[i]);
        }
    }
}
