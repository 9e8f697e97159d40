package dev.inferport.mesh;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Messages as their bytes, of whatever type. */
final class RawMessages implements MethodDescriptor.Marshaller<byte[]> {

    /** A unary method whose messages are not looked into. */
    static MethodDescriptor<byte[], byte[]> method(String fullName) {
        var bytes = new RawMessages();
        return MethodDescriptor.newBuilder(bytes, bytes)
                .setFullMethodName(fullName)
                .setType(MethodType.UNARY)
                .build();
    }

    @Override
    public InputStream stream(byte[] message) {
        return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
