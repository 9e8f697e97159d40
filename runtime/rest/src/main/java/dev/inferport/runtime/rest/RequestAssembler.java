package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.HeapRoom;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts a request together from the parts it arrives in. The body goes into one array: of its declared length, but never
 * far ahead of what has arrived, so that a length alone costs nothing. For use by one thread.
 */
final class RequestAssembler {

    /** Declared bodies up to this size get their array at once. */
    private static final int TRUSTED_SIZE = 1 << 20;

    /** Up to this size nobody asks whether there is room. */
    private static final int UNASKED_SIZE = 1 << 16;

    private static final int INITIAL_SIZE = 4096;
    private static final int GROWTH = 4;

    private final int maxBodyBytes;
    private @Nullable HttpRequest head;
    private byte[] bytes = RequestBody.EMPTY.bytes();
    private int length;
    private int declared;

    RequestAssembler(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    static RestException tooLarge(int maxBodyBytes) {
        return new RestException(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "the body is larger than " + maxBodyBytes + " bytes, the limit of this server");
    }

    /** @throws RestException (413) for a declared length that is too large */
    void begin(HttpRequest request) {
        long declaredLength = request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                ? Long.parseLong(request.headers().get(HttpHeaderNames.CONTENT_LENGTH))
                : 0;
        if (declaredLength > maxBodyBytes) {
            throw tooLarge(maxBodyBytes);
        }
        if (declaredLength > UNASKED_SIZE) {
            requireRoom(2 * TRUSTED_SIZE);
        }
        head = request;
        length = 0;
        declared = (int) declaredLength;
        bytes = declared == 0 ? RequestBody.EMPTY.bytes() : new byte[Math.min(declared, TRUSTED_SIZE)];
    }

    /** @throws RestException (413) where the body has become too large */
    void add(ByteBuf part) {
        int size = part.readableBytes();
        if (size > maxBodyBytes - length) {
            throw tooLarge(maxBodyBytes);
        }
        if (length + size > bytes.length) {
            int capacity = capacityFor(length + size);
            requireRoom(capacity);
            bytes = Arrays.copyOf(bytes, capacity);
        }
        part.readBytes(bytes, length, size);
        length += size;
    }

    /** Whether a request has begun to arrive. */
    boolean isReceiving() {
        return head != null;
    }

    ReceivedRequest finish() {
        HttpRequest request = head;
        if (request == null) {
            throw new IllegalStateException("no request has begun");
        }
        RequestBody body = new RequestBody(bytes, length);
        reset();
        return new ReceivedRequest(request.method(), request.uri(), request.headers(), body);
    }

    void reset() {
        head = null;
        bytes = RequestBody.EMPTY.bytes();
        length = 0;
    }

    /** @throws RestException (413) where the heap has none for so many bytes */
    static void requireRoom(int bytes) {
        if (!HeapRoom.has(bytes)) {
            throw new RestException(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "the server has no room for the body on its heap; send less in a request, or try again later");
        }
    }

    private int capacityFor(int needed) {
        long grown = Math.max(INITIAL_SIZE, (long) GROWTH * bytes.length);
        long limit = declared >= needed ? declared : maxBodyBytes;
        return (int) Math.max(needed, Math.min(grown, limit));
    }
}
