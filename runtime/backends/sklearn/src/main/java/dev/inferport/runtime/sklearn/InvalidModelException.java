package dev.inferport.runtime.sklearn;

/** A model file that can't be served. The message is a sentence for whoever asked for the load. */
final class InvalidModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidModelException(String message) {
        super(message);
    }

    InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
