package dev.inferport.servicekit;

/**
 * How large one gRPC message and one block of metadata may be.
 *
 * @param maxMessageBytes the largest message accepted, in bytes after decompression; -1 for no limit
 * @param maxMetadataBytes the largest set of headers or trailers accepted, in bytes
 */
public record GrpcLimits(int maxMessageBytes, int maxMetadataBytes) {

    /** No limit for messages, 32 KiB of metadata. */
    public static final GrpcLimits UNLIMITED = new GrpcLimits(-1, 32 * 1024);

    public GrpcLimits {
        if (maxMessageBytes < -1 || maxMessageBytes == 0) {
            throw new IllegalArgumentException(
                    "maxMessageBytes: " + maxMessageBytes + " (expected: > 0, or -1 for no limit)");
        }
        if (maxMetadataBytes <= 0) {
            throw new IllegalArgumentException("maxMetadataBytes: " + maxMetadataBytes + " (expected: > 0)");
        }
    }

    /** The same limits with another message size; -1 for no limit. */
    public GrpcLimits withMaxMessageBytes(int bytes) {
        return new GrpcLimits(bytes, maxMetadataBytes);
    }

    /** The same limits with another metadata size. */
    public GrpcLimits withMaxMetadataBytes(int bytes) {
        return new GrpcLimits(maxMessageBytes, bytes);
    }

    int messageBytesForGrpc() {
        return maxMessageBytes == -1 ? Integer.MAX_VALUE : maxMessageBytes;
    }
}
