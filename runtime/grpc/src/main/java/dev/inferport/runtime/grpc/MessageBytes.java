package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.inferport.runtime.api.HeapRoom;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Takes a message off the network as bytes, in one array and with one copy. What the bytes mean is found out where an
 * answer can be given: an error in a marshaller ends the call as UNKNOWN, whatever it says.
 */
final class MessageBytes implements MethodDescriptor.Marshaller<ByteString> {

    /** A few bytes may inflate to any number of them, also where the server takes messages of any size. */
    private static final int MAX_INFLATED_BYTES = 64 << 20;

    /** Stands for a message that the server doesn't take; known by its identity. */
    private static final ByteString TOO_LARGE = ByteString.copyFromUtf8("too large");

    private MessageBytes() {}

    /** Whether this stands for a message that inflates to more than the server takes. */
    @SuppressWarnings("ReferenceEquality") // A message may have the same bytes.
    static boolean isTooLarge(ByteString message) {
        return message == TOO_LARGE;
    }

    /** The bytes that a compressed message may inflate to, whatever the server takes of others. */
    static int maxInflatedBytes() {
        return MAX_INFLATED_BYTES;
    }

    /** The same method, with requests that are not parsed yet. */
    static <R> MethodDescriptor<ByteString, R> insteadOfRequests(MethodDescriptor<?, R> method) {
        return method.toBuilder(new MessageBytes(), method.getResponseMarshaller())
                .build();
    }

    @Override
    public InputStream stream(ByteString message) {
        return message.newInput();
    }

    @Override
    public ByteString parse(InputStream stream) {
        try {
            byte[] bytes = read(stream);
            return bytes.length > MAX_INFLATED_BYTES && !(stream instanceof KnownLength)
                    ? TOO_LARGE
                    : UnsafeByteOperations.unsafeWrap(bytes);
        } catch (StatusRuntimeException e) {
            // What inflates to more than the limit of the server's configuration, or has no room on the heap.
            if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                return TOO_LARGE;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The length of a compressed message is not known before it has been read. */
    private static byte[] read(InputStream stream) throws IOException {
        if (!(stream instanceof KnownLength)) {
            return stream.readNBytes(MAX_INFLATED_BYTES + 1);
        }
        if (!HeapRoom.has(2L * stream.available())) {
            throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
        }
        byte[] bytes = new byte[stream.available()];
        if (stream.readNBytes(bytes, 0, bytes.length) != bytes.length) {
            throw new EOFException("the message is shorter than its " + bytes.length + " bytes");
        }
        return bytes;
    }
}
