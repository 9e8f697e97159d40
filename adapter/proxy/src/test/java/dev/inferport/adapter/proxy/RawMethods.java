package dev.inferport.adapter.proxy;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Methods whose messages are plain bytes, as the runtime of the tests serves them. */
final class RawMethods {

    static final String SERVICE = "raw.Raw";

    static final MethodDescriptor<byte[], byte[]> ECHO = method("raw.Raw/Echo", MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> COLLECT = method("raw.Raw/Collect", MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<byte[], byte[]> PRODUCE = method("raw.Raw/Produce", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<byte[], byte[]> CHAT = method("raw.Raw/Chat", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<byte[], byte[]> SILENT = method("raw.Raw/Silent", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<byte[], byte[]> FAIL = method("raw.Raw/Fail", MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> DESCRIBE = method("raw.Raw/Describe", MethodType.UNARY);

    static final Metadata.Key<String> ID = Metadata.Key.of("mm-model-id", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<byte[]> ID_BIN = Metadata.Key.of("mm-model-id-bin", Metadata.BINARY_BYTE_MARSHALLER);
    static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    static final Metadata.Key<String> TRAILER = Metadata.Key.of("x-trailer", Metadata.ASCII_STRING_MARSHALLER);

    private RawMethods() {}

    static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(name)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
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
}
