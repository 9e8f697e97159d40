package dev.inferport.mesh;

import java.io.Serial;

/** The mesh can't start; the message is a sentence for the person who started it. */
public final class MeshStartException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    MeshStartException(String message) {
        super(message);
    }
}
