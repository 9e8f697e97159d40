package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;

/** What the status of an HTTP store means for a load, the same for every provider. */
public final class HttpStatuses {

    private HttpStatuses() {}

    /** The reason behind a status that is not a success. */
    public static Reason reason(int status) {
        return switch (status) {
            case 401, 403, 407 -> Reason.PERMISSION_DENIED;
            case 404, 410 -> Reason.NOT_FOUND;
            case 408, 425, 429 -> Reason.UNAVAILABLE;
            case 409, 412, 416 -> Reason.FAILED_PRECONDITION;
            default -> status >= 500 ? Reason.UNAVAILABLE : Reason.INVALID_ARGUMENT;
        };
    }
}
