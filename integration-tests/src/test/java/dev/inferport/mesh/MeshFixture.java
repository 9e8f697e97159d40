package dev.inferport.mesh;

import com.google.common.util.concurrent.ListenableFuture;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.mmesh.GetStatusRequest;
import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelMeshGrpc;
import dev.inferport.wire.mmesh.ModelMeshGrpc.ModelMeshBlockingStub;
import dev.inferport.wire.mmesh.ModelMeshGrpc.ModelMeshFutureStub;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import dev.inferport.wire.mmesh.RegisterModelRequest;
import dev.inferport.wire.mmesh.UnregisterModelRequest;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A mesh in front of a runtime, at a tenth of ModelMesh's delays, and clients for it. */
final class MeshFixture implements AutoCloseable {

    static final double TIME_SCALE = 0.1;
    static final ModelInfo INFO = ModelInfo.newBuilder()
            .setType("echo")
            .setPath("a/path")
            .setKey("{}")
            .build();

    private final EventLoops network = EventLoops.create("test-client", 1);
    private final EmbeddedMesh mesh;
    private final ManagedChannel channel;

    MeshFixture(FakeRuntime runtime) throws Exception {
        this(config(runtime));
    }

    MeshFixture(MeshConfig config) throws Exception {
        mesh = EmbeddedMesh.start(config);
        channel = GrpcChannels.builder(Endpoint.tcp(Endpoint.LOOPBACK, mesh.port()), network)
                .build();
    }

    static MeshConfig config(FakeRuntime runtime) {
        return MeshConfig.of(runtime.endpoint())
                .withPollInterval(Duration.ofMillis(20))
                .withTimeScale(TIME_SCALE);
    }

    EmbeddedMesh mesh() {
        return mesh;
    }

    ModelMeshBlockingStub api() {
        return ModelMeshGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    ModelMeshFutureStub asyncApi() {
        return ModelMeshGrpc.newFutureStub(channel);
    }

    ModelStatusInfo load(String id) {
        return api().registerModel(registration(id).setSync(true).build());
    }

    ModelStatus beginToLoad(String id) {
        return api().registerModel(registration(id).build()).getStatus();
    }

    static RegisterModelRequest.Builder registration(String id) {
        return RegisterModelRequest.newBuilder()
                .setModelId(id)
                .setModelInfo(INFO)
                .setLoadNow(true);
    }

    void registerOnly(String id) {
        var unused = api().registerModel(registration(id).setLoadNow(false).build());
    }

    void unregister(String id) {
        var unused = api().unregisterModel(
                        UnregisterModelRequest.newBuilder().setModelId(id).build());
    }

    ModelStatusInfo status(String id) {
        return api().getModelStatus(GetStatusRequest.newBuilder().setModelId(id).build());
    }

    static Metadata naming(String modelId) {
        var headers = new Metadata();
        MeshHeaders.addModelId(headers, modelId);
        return headers;
    }

    static byte[] request(String name) {
        return ModelInferRequest.newBuilder()
                .setModelName(name)
                .setId("r-1")
                .build()
                .toByteArray();
    }

    byte[] infer(String modelId) {
        return call(naming(modelId), request("anything"));
    }

    byte[] call(Metadata headers, byte[] request) {
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                RawMessages.method(FakeRuntime.INFER),
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                request);
    }

    ListenableFuture<byte[]> inferAsync(String modelId) {
        var named = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(naming(modelId)));
        return ClientCalls.futureUnaryCall(
                named.newCall(RawMessages.method(FakeRuntime.INFER), CallOptions.DEFAULT), request(modelId));
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mesh.close();
        network.close();
    }
}
