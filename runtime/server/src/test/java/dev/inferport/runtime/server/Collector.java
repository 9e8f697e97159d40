package dev.inferport.runtime.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.ListeningServer;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector that takes OTLP over gRPC and keeps the spans. */
final class Collector implements AutoCloseable {

    private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";

    private final EventLoops loops = EventLoops.create("collector", 1);
    private final List<SentSpan> spans = new CopyOnWriteArrayList<>();
    private final ListeningServer server;

    /** The fields of a span that say where it belongs, in hexadecimal. */
    record SentSpan(String name, String traceId, String id, String parentId) {}

    Collector() throws IOException {
        MethodDescriptor<byte[], byte[]> export = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(SERVICE + "/Export")
                .build();
        ServerServiceDefinition service = ServerServiceDefinition.builder(SERVICE)
                .addMethod(export, ServerCalls.asyncUnaryCall((request, responses) -> {
                    spans.addAll(read(request));
                    responses.onNext(new byte[0]);
                    responses.onCompleted();
                }))
                .build();
        this.server = GrpcServers.builder(Endpoint.tcp(Endpoint.LOOPBACK, 0), loops)
                .configure(builder -> builder.directExecutor().addService(service))
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    List<SentSpan> spans() {
        return spans;
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }

    /** The numbers are those of the fields in OTLP: resource spans, their scopes, their spans. */
    private static List<SentSpan> read(byte[] request) {
        List<SentSpan> found = new ArrayList<>();
        try {
            for (ByteString resource : field(UnknownFieldSet.parseFrom(request), 1)) {
                for (ByteString scope : field(UnknownFieldSet.parseFrom(resource), 2)) {
                    for (ByteString span : field(UnknownFieldSet.parseFrom(scope), 2)) {
                        UnknownFieldSet fields = UnknownFieldSet.parseFrom(span);
                        found.add(new SentSpan(
                                field(fields, 5).get(0).toStringUtf8(),
                                hex(fields, 1),
                                hex(fields, 2),
                                hex(fields, 4)));
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<ByteString> field(UnknownFieldSet message, int number) {
        return message.getField(number).getLengthDelimitedList();
    }

    private static String hex(UnknownFieldSet message, int number) {
        List<ByteString> values = field(message, number);
        return values.isEmpty() ? "" : HexFormat.of().formatHex(values.get(0).toByteArray());
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
