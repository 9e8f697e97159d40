package dev.inferport.runtime.rest;

/** An element of a tensor is not what its datatype asks for; the message says what that is. */
final class WrongElementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongElementException(String expected) {
        super(expected, null, false, false);
    }
}
