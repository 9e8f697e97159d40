package dev.inferport.servicekit;

import java.io.IOException;

/** A server can't listen on its endpoint; the message is a sentence that an operator can act on. */
public final class CannotListenException extends IOException {

    private static final long serialVersionUID = 1L;

    CannotListenException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a failed bind means: nearly always that somebody else has the address. */
    static CannotListenException bind(Endpoint endpoint, Throwable cause) {
        boolean foreignAddress = String.valueOf(cause.getMessage()).contains("assign requested");
        return foreignAddress ? other(endpoint, cause) : inUse(endpoint, cause);
    }

    private static CannotListenException inUse(Endpoint endpoint, Throwable cause) {
        if (endpoint instanceof Endpoint.Tcp tcp) {
            return new CannotListenException(
                    "port " + tcp.port() + " is in use on " + tcp.host()
                            + ": end the process that listens there, or configure another port",
                    cause);
        }
        return new CannotListenException(
                "the socket " + endpoint + " is in use: end the process that listens there, or configure another path",
                cause);
    }

    static CannotListenException other(Endpoint endpoint, Throwable cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CannotListenException(
                "cannot listen on " + endpoint + ": " + reason
                        + "; check that the address belongs to this machine and that this user may use it",
                cause);
    }
}
