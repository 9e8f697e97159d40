package dev.inferport.adapter.server;

import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.ModelMetadataRequest;
import dev.inferport.wire.inference.ModelMetadataResponse;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryIndexResponse;
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
import io.grpc.stub.StreamObserver;

/** A runtime that has everything and does nothing, for {@link ArchiveTraining} to talk to. */
final class IdleRuntime extends GRPCInferenceServiceImplBase {

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> responses) {
        answer(responses, ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> responses) {
        answer(responses, ServerReadyResponse.newBuilder().setReady(true).build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> responses) {
        answer(responses, ServerMetadataResponse.getDefaultInstance());
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> responses) {
        answer(responses, RepositoryIndexResponse.getDefaultInstance());
    }

    @Override
    public void repositoryModelLoad(
            RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> responses) {
        answer(responses, RepositoryModelLoadResponse.getDefaultInstance());
    }

    @Override
    public void repositoryModelUnload(
            RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> responses) {
        answer(responses, RepositoryModelUnloadResponse.getDefaultInstance());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> responses) {
        answer(responses, ModelMetadataResponse.getDefaultInstance());
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> responses) {
        answer(responses, ModelInferResponse.getDefaultInstance());
    }

    private static <T> void answer(StreamObserver<T> responses, T response) {
        responses.onNext(response);
        responses.onCompleted();
    }
}
