package dev.inferport.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

/** The native library, which is loaded once for the process when the first model is. */
final class OrtLibrary {

    private OrtLibrary() {}

    /**
     * The library's environment, of which there is one.
     *
     * @throws InvalidOnnxException where the library can't be loaded on this machine
     */
    static OrtEnvironment environment() throws InvalidOnnxException {
        try {
            // What it would log it also throws, and a client's mistake is no event.
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        } catch (LinkageError | RuntimeException e) {
            throw new InvalidOnnxException(
                    "ONNX Runtime can't be loaded on this machine: " + deepest(e)
                            + " (expected: Linux on x86-64 or aarch64 with glibc 2.28 or newer, macOS on aarch64 or"
                            + " Windows on x86-64, libstdc++, and a temporary folder that allows executable files)",
                    e);
        }
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
