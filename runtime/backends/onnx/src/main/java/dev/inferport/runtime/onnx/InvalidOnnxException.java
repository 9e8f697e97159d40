package dev.inferport.runtime.onnx;

import java.io.IOException;

/** A file that is no ONNX model, or one that can't be served. The message reaches whoever asked for the load. */
final class InvalidOnnxException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidOnnxException(String message) {
        super(message);
    }

    InvalidOnnxException(String message, Throwable cause) {
        super(message, cause);
    }
}
