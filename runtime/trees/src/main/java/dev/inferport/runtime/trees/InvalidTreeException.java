package dev.inferport.runtime.trees;

/** What was described as a decision tree, or as an ensemble of them, is none. The message says where and why. */
public final class InvalidTreeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidTreeException(String message) {
        super(message);
    }
}
