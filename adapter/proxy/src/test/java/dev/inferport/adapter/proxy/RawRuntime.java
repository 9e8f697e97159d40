package dev.inferport.adapter.proxy;

import static dev.inferport.adapter.proxy.RawMethods.CHAT;
import static dev.inferport.adapter.proxy.RawMethods.COLLECT;
import static dev.inferport.adapter.proxy.RawMethods.DESCRIBE;
import static dev.inferport.adapter.proxy.RawMethods.ECHO;
import static dev.inferport.adapter.proxy.RawMethods.FAIL;
import static dev.inferport.adapter.proxy.RawMethods.PRODUCE;
import static dev.inferport.adapter.proxy.RawMethods.SILENT;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the runtime of the tests does with bytes, and what it saw. */
final class RawRuntime {

    final CountDownLatch silentStarted = new CountDownLatch(1);
    final CountDownLatch silentCancelled = new CountDownLatch(1);
    final AtomicInteger produced = new AtomicInteger();
    final AtomicReference<@Nullable Metadata> headers = new AtomicReference<>();

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(RawMethods.SERVICE)
                .addMethod(ECHO, ServerCalls.asyncUnaryCall(RawRuntime::echo))
                .addMethod(COLLECT, ServerCalls.asyncClientStreamingCall(Collector::new))
                .addMethod(PRODUCE, ServerCalls.asyncServerStreamingCall(this::produce))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(Chat::new))
                .addMethod(SILENT, silent())
                .addMethod(FAIL, fail())
                .addMethod(DESCRIBE, describe())
                .build();
    }

    /** A request to {@link RawMethods#PRODUCE}. */
    static byte[] order(int messages, int bytesEach) {
        return ByteBuffer.allocate(8).putInt(messages).putInt(bytesEach).array();
    }

    static void echo(byte[] request, StreamObserver<byte[]> responses) {
        responses.onNext(request);
        responses.onCompleted();
    }

    private void produce(byte[] order, StreamObserver<byte[]> observer) {
        int messages = ByteBuffer.wrap(order).getInt();
        int size = ByteBuffer.wrap(order).getInt(4);
        var responses = (ServerCallStreamObserver<byte[]>) observer;
        var next = new AtomicInteger();
        responses.setOnReadyHandler(() -> {
            while (responses.isReady() && next.get() < messages) {
                responses.onNext(
                        ByteBuffer.allocate(size).putInt(next.getAndIncrement()).array());
                produced.incrementAndGet();
                if (next.get() == messages) {
                    responses.onCompleted();
                }
            }
        });
    }

    /** Never asks for a message, never answers. */
    private ServerCallHandler<byte[], byte[]> silent() {
        return (call, metadata) -> {
            silentStarted.countDown();
            return new ServerCall.Listener<>() {
                @Override
                public void onCancel() {
                    silentCancelled.countDown();
                }
            };
        };
    }

    /** Fails without headers and without a message. */
    private static ServerCallHandler<byte[], byte[]> fail() {
        return (call, metadata) -> {
            var trailers = new Metadata();
            trailers.put(RawMethods.DETAILS, new byte[] {0, 1, (byte) 0xff});
            trailers.put(RawMethods.TRAILER, "t");
            call.close(Status.FAILED_PRECONDITION.withDescription("nicht bereit: \u00e4\u6a21\u578b"), trailers);
            return new ServerCall.Listener<>() {};
        };
    }

    /** Sends the request's headers back, answers with the milliseconds left, and adds a trailer to an OK. */
    private ServerCallHandler<byte[], byte[]> describe() {
        return (call, metadata) -> {
            headers.set(metadata);
            var deadline = Context.current().getDeadline();
            long left = deadline == null ? -1 : deadline.timeRemaining(TimeUnit.MILLISECONDS);
            call.request(2);
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    call.sendHeaders(metadata);
                    call.sendMessage(Long.toString(left).getBytes(StandardCharsets.UTF_8));
                    var trailers = new Metadata();
                    trailers.put(RawMethods.TRAILER, "after success");
                    call.close(Status.OK, trailers);
                }
            };
        };
    }

    private static final class Chat implements StreamObserver<byte[]> {

        private final StreamObserver<byte[]> responses;

        Chat(StreamObserver<byte[]> responses) {
            this.responses = responses;
        }

        @Override
        public void onNext(byte[] request) {
            responses.onNext(request);
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
            responses.onCompleted();
        }
    }

    private static final class Collector implements StreamObserver<byte[]> {

        private final StreamObserver<byte[]> responses;
        private int messages;
        private long bytes;

        Collector(StreamObserver<byte[]> responses) {
            this.responses = responses;
        }

        @Override
        public void onNext(byte[] request) {
            messages++;
            bytes += request.length;
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
            responses.onNext((messages + " messages, " + bytes + " bytes").getBytes(StandardCharsets.UTF_8));
            responses.onCompleted();
        }
    }
}
