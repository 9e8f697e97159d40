package dev.inferport.runtime.grpc;

import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ServerInfo;
import dev.inferport.wire.inference.ServerLiveRequest;
import dev.inferport.wire.inference.ServerLiveResponse;
import dev.inferport.wire.inference.ServerMetadataRequest;
import dev.inferport.wire.inference.ServerMetadataResponse;
import dev.inferport.wire.inference.ServerReadyRequest;
import dev.inferport.wire.inference.ServerReadyResponse;
import java.util.concurrent.CompletionStage;

/** What clients ask of the server as a whole. */
final class ServerEndpoint {

    private final InferenceRuntime runtime;

    ServerEndpoint(InferenceRuntime runtime) {
        this.runtime = runtime;
    }

    CompletionStage<Reply<ServerLiveResponse>> live(ServerLiveRequest request, IncomingCall call) {
        return Reply.now(ServerLiveResponse.newBuilder().setLive(true).build());
    }

    CompletionStage<Reply<ServerReadyResponse>> ready(ServerReadyRequest request, IncomingCall call) {
        return Reply.now(
                ServerReadyResponse.newBuilder().setReady(runtime.isReady()).build());
    }

    CompletionStage<Reply<ServerMetadataResponse>> metadata(ServerMetadataRequest request, IncomingCall call) {
        ServerInfo info = runtime.info();
        return Reply.now(ServerMetadataResponse.newBuilder()
                .setName(info.name())
                .setVersion(info.version())
                .addAllExtensions(info.extensions())
                .build());
    }
}
