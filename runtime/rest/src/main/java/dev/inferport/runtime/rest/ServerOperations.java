package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.core.InferenceRuntime;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Health and metadata of the server and of its models. */
final class ServerOperations {

    private final InferenceRuntime runtime;
    private final MetadataWriter writer;
    private final Executor background;

    /** @param background runs what models say of themselves, which may take time */
    ServerOperations(InferenceRuntime runtime, MetadataWriter writer, Executor background) {
        this.runtime = runtime;
        this.writer = writer;
        this.background = background;
    }

    RestResponse live() {
        return writer.flag("live", true);
    }

    RestResponse ready() {
        boolean ready = runtime.isReady();
        return writer.flag("ready", ready).with(status(ready));
    }

    RestResponse metadata() {
        return writer.server(runtime.info());
    }

    CompletableFuture<RestResponse> modelMetadata(Route route) {
        return CompletableFuture.supplyAsync(
                () -> writer.model(runtime.metadata(route.model(), route.version())), background);
    }

    /** 200 or 503; but 404 for a model that is not loaded, which only the attempt to use it tells apart. */
    CompletableFuture<RestResponse> modelReady(Route route) {
        if (runtime.isModelReady(route.model(), route.version())) {
            return CompletableFuture.completedFuture(writer.modelFlag(route.model(), true));
        }
        return CompletableFuture.supplyAsync(() -> modelNotReady(route), background);
    }

    private RestResponse modelNotReady(Route route) {
        try {
            runtime.metadata(route.model(), route.version());
            return writer.modelFlag(route.model(), true);
        } catch (InferenceException e) {
            if (e.reason() != Reason.NOT_READY) {
                throw e;
            }
            return writer.modelFlag(route.model(), false).with(status(false));
        }
    }

    private static HttpResponseStatus status(boolean ready) {
        return ready ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    }
}
