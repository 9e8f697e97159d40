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
            return -(float) Math.log(1f / score - 1f);
        }
    },
    LOG {
        @Override
        float margin(float score) {
            return (float) Math.log(score);
        }
    };

    abstract float margin(float score);
}
