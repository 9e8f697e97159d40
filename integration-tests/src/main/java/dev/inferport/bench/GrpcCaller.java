package dev.inferport.bench;

import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;

/** One caller of a channel that it may share with others. */
final class GrpcCaller implements Load.Caller {

    private final GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub;
    private final ModelInferRequest request;

    GrpcCaller(ManagedChannel channel, ModelInferRequest request) {
        this.stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        this.request = request;
    }

    @Override
    public boolean call() {
        try {
            return stub.modelInfer(request).getOutputsCount() > 0;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {}
}
