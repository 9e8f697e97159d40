package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpStatuses;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.regex.Pattern;

/**
 * Says in our words what went wrong. Of the store's words only the error code is repeated: its messages quote what was
 * signed.
 */
final class AzureFailures {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,64}");

    private AzureFailures() {}

    static LoadException of(HttpReply reply, String what) {
        var code = reply.header("x-ms-error-code")
                .filter(text -> CODE.matcher(text).matches())
                .orElse("HTTP status " + reply.status());
        var reason = code.equals("PublicAccessNotPermitted")
                ? Reason.PERMISSION_DENIED
                : HttpStatuses.reason(reply.status());
        return new LoadException(reason, "The store did not give " + what + " (" + code + "); " + remedy(reason, code))
                .after(reply.retryAfter());
    }

    private static String remedy(Reason reason, String code) {
        return switch (reason) {
            case PERMISSION_DENIED -> "check the credentials of the storage, and what they may read.";
            case NOT_FOUND ->
                code.equals("ContainerNotFound")
                        ? "check the 'container' of the storage."
                        : "check the path, and for a container that is not public the credentials.";
            case FAILED_PRECONDITION -> "it changed while it was being read, so load the model again.";
            case UNAVAILABLE -> "try again later.";
            default -> "check account_name, container and endpoint of the storage.";
        };
    }
}
