package dev.inferport.mesh;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;

/**
 * Why a model is not loaded. The record stands for its time; a model that is still asked for is tried again after half
 * of it.
 *
 * @param text what a user sees in the model's status
 * @param at when the load ended
 */
record LoadFailure(String text, Instant at) {

    /** The text of a failed call: code and description, without a code that says nothing. */
    static String textOf(Status status) {
        var description = status.getDescription();
        if (description == null) {
            return status.getCode().name();
        }
        return status.getCode() == Code.UNKNOWN ? description : status.getCode() + ": " + description;
    }

    boolean standsFor(Duration expiry, Instant now) {
        return now.isBefore(at.plus(expiry));
    }
}
