package dev.inferport.runtime.grpc;

import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.Executor;

/**
 * {@code inference.GRPCInferenceService} in front of a runtime. Message sizes, TLS and threads are the server's, to be
 * set where it is built; the handlers do not wait, so that a direct executor suits them, unless models run on the
 * calling thread and take their time.
 */
public final class InferenceService implements BindableService {

    private final ServerEndpoint server;
    private final ModelEndpoint model;
    private final InferEndpoint infer;
    private final RepositoryEndpoint repository;

    /**
     * @param runtime answers
     * @param blocking runs what reads the disk or asks a model for its metadata; stays the caller's to end
     */
    public InferenceService(InferenceRuntime runtime, Executor blocking) {
        this.server = new ServerEndpoint(runtime);
        this.model = new ModelEndpoint(runtime, blocking);
        this.infer = new InferEndpoint(runtime);
        this.repository = new RepositoryEndpoint(runtime, blocking);
    }

    @Override
    public ServerServiceDefinition bindService() {
        return new Methods()
                .unary(GRPCInferenceServiceGrpc.getServerLiveMethod(), server::live)
                .unary(GRPCInferenceServiceGrpc.getServerReadyMethod(), server::ready)
                .unary(GRPCInferenceServiceGrpc.getServerMetadataMethod(), server::metadata)
                .unary(GRPCInferenceServiceGrpc.getModelReadyMethod(), model::ready)
                .unary(GRPCInferenceServiceGrpc.getModelMetadataMethod(), model::metadata)
                .unary(MessageBytes.insteadOfRequests(GRPCInferenceServiceGrpc.getModelInferMethod()), infer::unary)
                .add(
                        MessageBytes.insteadOfRequests(GRPCInferenceServiceGrpc.getModelStreamInferMethod()),
                        infer::stream)
                .unary(GRPCInferenceServiceGrpc.getRepositoryIndexMethod(), repository::index)
                .unary(GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(), repository::load)
                .unary(GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod(), repository::unload)
                .definition(GRPCInferenceServiceGrpc.getServiceDescriptor());
    }
}
