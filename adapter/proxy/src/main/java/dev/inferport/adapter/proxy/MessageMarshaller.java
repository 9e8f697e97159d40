package dev.inferport.adapter.proxy;

import io.grpc.Detachable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Takes a message out of one connection and puts it into another without looking into it. An ordinary message keeps the
 * network buffers it arrived in; one that was compressed has none, and is read into memory.
 */
final class MessageMarshaller implements Marshaller<InputStream> {

    @Override
    public InputStream parse(InputStream stream) {
        try {
            if (stream instanceof Detachable detachable && stream instanceof KnownLength) {
                int length = stream.available();
                return new ForwardedMessage(detachable.detach(), length);
            }
            byte[] bytes = stream.readAllBytes();
            return new ForwardedMessage(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream stream(InputStream message) {
        return message;
    }
}
