package dev.inferport.mesh;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.mmesh.GetStatusRequest;
import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelMeshGrpc;
import dev.inferport.wire.mmesh.ModelMeshGrpc.ModelMeshBlockingStub;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.RegisterModelRequest;
import dev.inferport.wire.mmesh.UnregisterModelRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A blocking client of a mesh, embedded or real. Safe for use by several threads; failures are gRPC's own. */
public final class MeshClient implements AutoCloseable {

    private static final GrpcLimits LIMITS = GrpcLimits.UNLIMITED;

    private final EventLoops network = EventLoops.create("mesh-client", 1);
    private final ManagedChannel channel;

    /** A client of the mesh at an endpoint; connects with the first call. */
    public MeshClient(Endpoint mesh) {
        channel = GrpcChannels.builder(mesh, network).limits(LIMITS).build();
    }

    /** Registers and loads a model; with {@code sync} returns when the load has ended. */
    public ModelStatusInfo register(String id, ModelInfo info, boolean sync) {
        return mesh().registerModel(RegisterModelRequest.newBuilder()
                .setModelId(id)
                .setModelInfo(info)
                .setLoadNow(true)
                .setSync(sync)
                .build());
    }

    public void unregister(String id) {
        mesh().unregisterModel(
                        UnregisterModelRequest.newBuilder().setModelId(id).build());
    }

    public ModelStatusInfo status(String id) {
        return mesh().getModelStatus(
                        GetStatusRequest.newBuilder().setModelId(id).build());
    }

    /** Sends one request to a model, naming it in the headers. */
    public ModelInferResponse infer(String id, ModelInferRequest request, Duration deadline) {
        var headers = new Metadata();
        MeshHeaders.addModelId(headers, id);
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .modelInfer(request);
    }

    /**
     * Returns when the mesh answers.
     *
     * @throws io.grpc.StatusRuntimeException if it does not within the time
     */
    public void awaitServing(Duration patience) {
        var unused = mesh().withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                .withWaitForReady()
                .getModelStatus(GetStatusRequest.newBuilder().setModelId("-").build());
    }

    private ModelMeshBlockingStub mesh() {
        return ModelMeshGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
        try {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        network.close();
    }
}
