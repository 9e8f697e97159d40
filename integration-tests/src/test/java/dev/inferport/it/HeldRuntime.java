package dev.inferport.it;

import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import dev.inferport.wire.inference.ModelMetadataRequest;
import dev.inferport.wire.inference.ModelMetadataResponse;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryIndexResponse;
import dev.inferport.wire.inference.RepositoryIndexResponse.ModelIndex;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.RepositoryModelLoadResponse;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadResponse;
import dev.inferport.wire.inference.ServerLiveRequest;
import dev.inferport.wire.inference.ServerLiveResponse;
import dev.inferport.wire.inference.ServerMetadataRequest;
import dev.inferport.wire.inference.ServerMetadataResponse;
import dev.inferport.wire.inference.ServerReadyRequest;
import dev.inferport.wire.inference.ServerReadyResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A runtime in this JVM that answers each inference with its own bytes, once it is told to. */
final class HeldRuntime implements AutoCloseable {

    /** ModelInfer of bytes that nobody parses. */
    static final MethodDescriptor<byte[], byte[]> INFER = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    final CountDownLatch release = new CountDownLatch(1);
    final AtomicInteger waiting = new AtomicInteger();
    final Set<String> models = ConcurrentHashMap.newKeySet();

    private final Server server;

    HeldRuntime() throws IOException {
        var service = new Repository().bindService();
        var definition = ServerServiceDefinition.builder(GRPCInferenceServiceGrpc.SERVICE_NAME)
                .addMethod(INFER, ServerCalls.asyncUnaryCall((request, answers) -> answer(request, answers)));
        service.getMethods().stream()
                .filter(method ->
                        !method.getMethodDescriptor().getFullMethodName().equals(INFER.getFullMethodName()))
                .forEach(definition::addMethod);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .addService(definition.build())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        release.countDown();
        try {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(byte[] request, StreamObserver<byte[]> answers) {
        waiting.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reply(answers, request);
    }

    private static <T> void reply(StreamObserver<T> answers, T answer) {
        answers.onNext(answer);
        answers.onCompleted();
    }

    private final class Repository extends GRPCInferenceServiceImplBase {

        @Override
        public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> answers) {
            reply(answers, ServerLiveResponse.newBuilder().setLive(true).build());
        }

        @Override
        public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> answers) {
            reply(answers, ServerReadyResponse.newBuilder().setReady(true).build());
        }

        @Override
        public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> answers) {
            reply(answers, ServerMetadataResponse.newBuilder().setVersion("7").build());
        }

        @Override
        public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answers) {
            reply(answers, ModelMetadataResponse.getDefaultInstance());
        }

        @Override
        public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> answers) {
            var index = RepositoryIndexResponse.newBuilder();
            models.forEach(name -> index.addModels(ModelIndex.newBuilder().setName(name)));
            reply(answers, index.build());
        }

        @Override
        public void repositoryModelLoad(
                RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> answers) {
            models.add(request.getModelName());
            reply(answers, RepositoryModelLoadResponse.getDefaultInstance());
        }

        @Override
        public void repositoryModelUnload(
                RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> answers) {
            if (models.remove(request.getModelName())) {
                reply(answers, RepositoryModelUnloadResponse.getDefaultInstance());
            } else {
                answers.onError(Status.NOT_FOUND.asRuntimeException());
            }
        }
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
