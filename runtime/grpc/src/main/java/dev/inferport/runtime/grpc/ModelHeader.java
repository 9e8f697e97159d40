package dev.inferport.runtime.grpc;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The model id that ModelMesh sends in the metadata. It counts more than the name in the message: the mesh rewrites
 * only the first occurrence of that field while parsers take the last, so a client could name a model that it was not
 * let through to.
 */
final class ModelHeader {

    static final String NAME = "mm-model-id";

    /** Any id in UTF-8; the mesh sends it always. */
    private static final Metadata.Key<byte[]> BINARY =
            Metadata.Key.of(NAME + Metadata.BINARY_HEADER_SUFFIX, Metadata.BINARY_BYTE_MARSHALLER);

    /** An id of visible ASCII characters; the mesh sends it where the id is one. */
    private static final Metadata.Key<String> TEXT = Metadata.Key.of(NAME, Metadata.ASCII_STRING_MARSHALLER);

    private ModelHeader() {}

    /** The model id in the metadata; empty where there is none. */
    static Optional<String> read(Metadata metadata) {
        byte[] binary = metadata.get(BINARY);
        if (binary != null && binary.length > 0) {
            return Optional.of(new String(binary, StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(metadata.get(TEXT)).filter(text -> !text.isEmpty());
    }
}
