package dev.inferport.mesh;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;

/** A client's call with its whole request. After it was handed to the route it belongs to the node's loop. */
final class InferenceCall {

    private static final List<Integer> NAME_FIELD = List.of(1);

    private final ServerCall<byte[], byte[]> call;
    private final Metadata headers;
    private final Optional<ModelSelector> selector;
    private final byte[] request;
    private final Context context = Context.current();

    InferenceCall(ServerCall<byte[], byte[]> call, Metadata headers, Optional<ModelSelector> selector, byte[] request) {
        this.call = call;
        this.headers = headers;
        this.selector = selector;
        this.request = request;
    }

    String method() {
        return call.getMethodDescriptor().getFullMethodName();
    }

    /** Ends with the client's deadline or cancellation. */
    Context context() {
        return context;
    }

    /**
     * The model that is meant. A call without a header, which a real mesh refuses, may name a model or a vmodel in the
     * first field of its message, as V2 clients do.
     */
    String modelId(VModels vmodels) {
        var named = selector.orElseGet(() -> {
            var name = IdInjection.extract(request, NAME_FIELD).orElseThrow(ModelSelector::missing);
            return new ModelSelector(name, vmodels.isDefined(name));
        });
        return named.isVModel() ? vmodels.resolve(named.id()) : named.id();
    }

    Metadata headersFor(String modelId) {
        return MeshHeaders.forRuntime(headers, modelId);
    }

    byte[] requestFor(String modelId, List<Integer> idPath) {
        return idPath.isEmpty() ? request : IdInjection.inject(request, idPath, modelId);
    }

    void succeed(RuntimeResponse response) {
        call.sendHeaders(response.headers());
        call.sendMessage(response.message());
        call.close(Status.OK, new Metadata());
    }

    void fail(Status status) {
        call.close(status, new Metadata());
    }
}
