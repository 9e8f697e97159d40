package dev.inferport.servicekit;

/** A step of the start failed, and what had been started before it has been stopped again. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String step;

    StartException(String step, Throwable cause) {
        super("could not start " + step + ": " + reason(cause), cause);
        this.step = step;
    }

    /** The name of the step. */
    public String step() {
        return step;
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
