package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageSizeTest {

    private static final int MIB = 1 << 20;

    private static final MethodDescriptor<ByteString, ModelInferResponse> METHOD =
            MessageBytes.insteadOfRequests(GRPCInferenceServiceGrpc.getModelInferMethod());

    @Test
    void aTensorOf64MiBGoesThereAndBack(@TempDir Path repository) throws Exception {
        try (ServedRuntime served = ServedRuntime.start(repository)) {
            served.serve("echo", EchoModel.class);
            ModelInferRequest request = Messages.raw("echo", bytes(64 * MIB));

            ModelInferResponse response = served.client().modelInfer(request);

            assertThat(response.getRawOutputContents(0).equals(request.getRawInputContents(0)))
                    .isTrue();
        }
    }

    @Test
    void aMessageBeyondTheServersLimitIsRefused(@TempDir Path repository) throws Exception {
        try (ServedRuntime served = ServedRuntime.start(repository, GrpcLimits.UNLIMITED.withMaxMessageBytes(MIB))) {
            served.serve("echo", EchoModel.class);

            Status status = Messages.failure(() -> served.client().modelInfer(Messages.raw("echo", bytes(MIB))));

            assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void aCompressedRequestIsARequest(@TempDir Path repository) throws Exception {
        try (ServedRuntime served = ServedRuntime.start(repository)) {
            served.serve("echo", EchoModel.class);
            ModelInferRequest request = Messages.raw("echo", bytes(MIB));

            ModelInferResponse response =
                    served.client().withCompression("gzip").modelInfer(request);

            assertThat(response.getRawOutputContentsList()).isEqualTo(request.getRawInputContentsList());
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 64", "1, 1"})
    void aCompressedRequestThatInflatesToTooMuchIsRefused(int limit, int inflated, @TempDir Path repository)
            throws Exception {
        GrpcLimits limits = limit < 0 ? GrpcLimits.UNLIMITED : GrpcLimits.UNLIMITED.withMaxMessageBytes(limit * MIB);
        try (ServedRuntime served = ServedRuntime.start(repository, limits)) {
            served.serve("echo", EchoModel.class);
            ModelInferRequest large = Messages.raw("echo", bytes(inflated * MIB));
            ModelInferRequest small = Messages.raw("echo", bytes(10));

            Status unary = Messages.failure(
                    () -> served.client().withCompression("gzip").modelInfer(large));
            StreamClient client = StreamClient.reading();
            var unused = served.streams().withCompression("gzip").modelStreamInfer(client);
            client.send(small);
            client.send(large);

            for (Status status : List.of(unary, client.end())) {
                assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(status.getDescription()).contains("message: inflates to more than", "67108864 bytes");
            }
            assertThat(served.client().withCompression("gzip").modelInfer(small).getModelName())
                    .isEqualTo("echo");
        }
    }

    @Test
    void bytesThatAreNoMessageAreTheClientsMistake(@TempDir Path repository) throws Exception {
        try (ServedRuntime served = ServedRuntime.start(repository)) {
            ByteString garbage = ByteString.copyFrom(new byte[] {0x0A, 0x7F, 1, 2, 3});

            Status status = Messages.failure(
                    () -> ClientCalls.blockingUnaryCall(served.channel(), METHOD, CallOptions.DEFAULT, garbage));

            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).startsWith("message: not a ModelInferRequest (");
        }
    }

    @Test
    void readingARequestCopiesItOnce() {
        byte[] message = Messages.raw("echo", bytes(8 * MIB)).toByteArray();
        parse(message);

        long before = allocated();
        ModelInferRequest request = parse(message);
        long allocated = allocated() - before;

        assertThat(request.getRawInputContents(0).size()).isEqualTo(8 * MIB);
        assertThat(allocated).isLessThan(message.length + MIB);
    }

    private static ModelInferRequest parse(byte[] message) {
        return ProtoRequests.parse(METHOD.getRequestMarshaller().parse(new KnownLengthStream(message)));
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static Tensor bytes(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i += 997) {
            buffer.put(i, (byte) i);
        }
        return Tensor.ofRaw(DataType.UINT8, Shape.of(count), buffer);
    }

    private static final class KnownLengthStream extends ByteArrayInputStream implements KnownLength {

        KnownLengthStream(byte[] bytes) {
            super(bytes);
        }
    }
}
