package dev.inferport.runtime.catboost;

import java.io.IOException;

/** A file that is no CatBoost model, or one that can't be served. The message reaches whoever asked for the load. */
final class InvalidCatBoostException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidCatBoostException(String message) {
        super(message);
    }

    InvalidCatBoostException(String message, Throwable cause) {
        super(message, cause);
    }
}
