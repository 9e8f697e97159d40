package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
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

    private MessageBytes() {}

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
            return UnsafeByteOperations.unsafeWrap(read(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The length of a compressed message is not known before it has been read. */
    private static byte[] read(InputStream stream) throws IOException {
        if (!(stream instanceof KnownLength)) {
            return readInflated(stream);
        }
        byte[] bytes = new byte[stream.available()];
        if (stream.readNBytes(bytes, 0, bytes.length) != bytes.length) {
            throw new EOFException("the message is shorter than its " + bytes.length + " bytes");
        }
        return bytes;
    }

    private static byte[] readInflated(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_INFLATED_BYTES + 1);
        if (bytes.length > MAX_INFLATED_BYTES) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("message: inflates to more than " + MAX_INFLATED_BYTES
                            + " bytes (expected: at most that much where it is compressed)")
                    .asRuntimeException();
        }
        return bytes;
    }
}
