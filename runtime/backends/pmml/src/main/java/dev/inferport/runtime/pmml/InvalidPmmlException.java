package dev.inferport.runtime.pmml;

import java.io.IOException;

/** A file that is no PMML model, or one that can't be served. The message reaches whoever asked for the load. */
final class InvalidPmmlException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidPmmlException(String message) {
        super(message);
    }

    InvalidPmmlException(String message, Throwable cause) {
        super(message, cause);
    }
}
