package dev.inferport.runtime.xgboost;

import java.io.IOException;

/** A file that is no XGBoost model, or one that can't be served. The message reaches whoever asked for the load. */
final class InvalidBoosterException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidBoosterException(String message) {
        super(message);
    }

    InvalidBoosterException(String message, Throwable cause) {
        super(message, cause);
    }
}
