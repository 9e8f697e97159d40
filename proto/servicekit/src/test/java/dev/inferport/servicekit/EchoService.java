package dev.inferport.servicekit;

import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers bytes with the same bytes, or waits until it is told to. */
final class EchoService {

    static final MethodDescriptor<byte[], byte[]> ECHO = method("test.Echo/Echo");
    static final MethodDescriptor<byte[], byte[]> WAIT = method("test.Echo/Wait");

    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder("test.Echo")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answers) -> {
                    answers.onNext(request);
                    answers.onCompleted();
                }))
                .addMethod(WAIT, ServerCalls.asyncUnaryCall((request, answers) -> {
                    // Without a handler, an answer that comes after the cancel would throw.
                    ((ServerCallStreamObserver<byte[]>) answers).setOnCancelHandler(() -> {});
                    Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
                    waiting.countDown();
                    awaitRelease();
                    // Nobody would take it, and the network threads may be gone.
                    if (!Context.current().isCancelled()) {
                        answers.onNext(request);
                        answers.onCompleted();
                    }
                }))
                .build();
    }

    private void awaitRelease() {
        try {
            release.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
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
