package dev.inferport.runtime.rest;

import dev.inferport.runtime.core.Call;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has a request answered, whatever it is; never fails and never blocks. Safe for any thread. */
final class Dispatcher {

    private final Router router;
    private final ServerOperations server;
    private final RepositoryOperations repository;
    private final InferOperation infer;
    private final GzipCoding gzip;
    private final boolean compressResponses;
    private final ErrorReplies errors;
    private final Optional<CrossOrigin> crossOrigin;
    private final RestObserver observer;

    Dispatcher(
            Router router,
            ServerOperations server,
            RepositoryOperations repository,
            InferOperation infer,
            GzipCoding gzip,
            boolean compressResponses,
            ErrorReplies errors,
            Optional<CrossOrigin> crossOrigin,
            RestObserver observer) {
        this.router = router;
        this.server = server;
        this.repository = repository;
        this.infer = infer;
        this.gzip = gzip;
        this.compressResponses = compressResponses;
        this.errors = errors;
        this.crossOrigin = crossOrigin;
        this.observer = observer;
    }

    CompletableFuture<RestResponse> dispatch(ReceivedRequest request, Call call) {
        CompletableFuture<RestResponse> response = routed(request, call);
        return crossOrigin
                .map(policy -> response.thenApply(answer -> policy.allow(request, answer)))
                .orElse(response);
    }

    private CompletableFuture<RestResponse> routed(ReceivedRequest request, Call call) {
        Route route;
        try {
            Optional<RestResponse> preflight = crossOrigin.flatMap(policy -> policy.preflight(request));
            if (preflight.isPresent()) {
                return CompletableFuture.completedFuture(preflight.get());
            }
            route = router.route(request.target());
        } catch (RestException e) {
            return CompletableFuture.completedFuture(errors.reply(e));
        }
        ObservedRequest observed = ObservedRequest.start(observer, request, route);
        return answer(route, request, call).whenComplete((response, never) -> observed.end(response));
    }

    private CompletableFuture<RestResponse> answer(Route route, ReceivedRequest request, Call call) {
        CompletableFuture<RestResponse> answer;
        try {
            answer = operate(route, request, call);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(errors.reply(e));
        }
        if (compressResponses) {
            answer = answer.thenApply(response -> gzip.deflate(request.headers(), response));
        }
        return answer.exceptionally(errors::reply);
    }

    /** The answer to a request that can't even be dispatched. */
    RestResponse failure(RuntimeException failure) {
        return errors.reply(failure);
    }

    private CompletableFuture<RestResponse> operate(Route route, ReceivedRequest request, Call call) {
        Operation operation = route.operation();
        if (!operation.allows(request.method())) {
            RestException failure = new RestException(
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    "method: " + request.method() + " (expected: " + operation.allowed() + ")");
            return CompletableFuture.completedFuture(
                    errors.reply(failure).with(HttpHeaderNames.ALLOW, operation.allowed()));
        }
        return switch (operation) {
            case SERVER_LIVE -> CompletableFuture.completedFuture(server.live());
            case SERVER_READY -> CompletableFuture.completedFuture(server.ready());
            case SERVER_METADATA -> CompletableFuture.completedFuture(server.metadata());
            case MODEL_METADATA -> server.modelMetadata(route);
            case MODEL_READY -> server.modelReady(route);
            case MODEL_INFER -> infer.infer(route, request, call);
            case MODEL_INFER_STREAM -> infer.inferStream(route, request, call);
            case MODEL_GENERATE -> infer.generate(route, request, call);
            case MODEL_GENERATE_STREAM -> infer.generateStream(route, request, call);
            case REPOSITORY_INDEX -> repository.index(request);
            case REPOSITORY_LOAD -> repository.load(route.model());
            case REPOSITORY_UNLOAD -> repository.unload(route.model());
        };
    }
}
