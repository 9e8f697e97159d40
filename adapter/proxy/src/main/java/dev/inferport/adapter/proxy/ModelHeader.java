package dev.inferport.adapter.proxy;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The model id that a mesh sends in the metadata: always as bytes, and as text too where the id is visible ASCII. It is
 * what the mesh has decided on; a name in the message is the client's.
 */
final class ModelHeader {

    private static final String NAME = "mm-model-id";
    private static final Metadata.Key<byte[]> BINARY =
            Metadata.Key.of(NAME + Metadata.BINARY_HEADER_SUFFIX, Metadata.BINARY_BYTE_MARSHALLER);
    private static final Metadata.Key<String> TEXT = Metadata.Key.of(NAME, Metadata.ASCII_STRING_MARSHALLER);

    private ModelHeader() {}

    /** The id; empty where there is none. */
    static Optional<String> read(Metadata headers) {
        var bytes = headers.get(BINARY);
        var id = bytes == null ? headers.get(TEXT) : new String(bytes, StandardCharsets.UTF_8);
        return Optional.ofNullable(id).filter(value -> !value.isEmpty());
    }
}
