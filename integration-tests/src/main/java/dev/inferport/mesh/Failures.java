package dev.inferport.mesh;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;

/** Failures of commands as sentences for the person at the terminal. */
final class Failures {

    private Failures() {}

    static String sentence(Exception failure) {
        if (failure instanceof StatusRuntimeException call) {
            return sentence(call.getStatus());
        }
        if (failure instanceof ConnectException) {
            return "Nothing listens there: " + failure.getMessage();
        }
        if (failure instanceof NoSuchFileException) {
            return failure.getMessage() + " does not exist.";
        }
        if (failure instanceof IOException) {
            return "Reading or writing failed: " + failure;
        }
        var text = failure.getMessage();
        return text == null ? failure.toString() : text;
    }

    private static String sentence(Status status) {
        if (status.getCode() == Code.UNAVAILABLE && status.getCause() instanceof IOException cause) {
            return "The mesh can't be reached: " + cause.getMessage();
        }
        return "The mesh answered " + LoadFailure.textOf(status);
    }
}
