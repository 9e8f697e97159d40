package dev.inferport.runtime.rest;

import dev.inferport.runtime.core.Call;
import dev.inferport.runtime.core.ModelRoute;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Has a request answered, whatever it is; never fails and never blocks. Safe for any thread. */
final class Dispatcher {

    private final Router router;
    private final ServerOperations server;
    private final RepositoryOperations repository;
    private final InferOperation infer;
    private final DocsOperations docs;
    private final ModelRoutes modelRoutes;
    private final GzipCoding gzip;
    private final boolean compressResponses;
    private final ErrorReplies errors;
    private final Optional<CrossOrigin> crossOrigin;
    private final RestObserver observer;
    private final RestTracer tracer;

    Dispatcher(
            Router router,
            ServerOperations server,
            RepositoryOperations repository,
            InferOperation infer,
            DocsOperations docs,
            ModelRoutes modelRoutes,
            GzipCoding gzip,
            boolean compressResponses,
            ErrorReplies errors,
            Optional<CrossOrigin> crossOrigin,
            RestObserver observer,
            RestTracer tracer) {
        this.router = router;
        this.server = server;
        this.repository = repository;
        this.infer = infer;
        this.docs = docs;
        this.modelRoutes = modelRoutes;
        this.gzip = gzip;
        this.compressResponses = compressResponses;
        this.errors = errors;
        this.crossOrigin = crossOrigin;
        this.observer = observer;
        this.tracer = tracer;
    }

    CompletableFuture<RestResponse> dispatch(ReceivedRequest request, Call call) {
        CompletableFuture<RestResponse> response = routed(request, call);
        return crossOrigin
                .map(policy -> response.thenApply(answer -> policy.allow(request.headers(), answer)))
                .orElse(response);
    }

    private CompletableFuture<RestResponse> routed(ReceivedRequest request, Call call) {
        Target target;
        try {
            Optional<RestResponse> preflight = crossOrigin.flatMap(policy -> policy.preflight(request));
            if (preflight.isPresent()) {
                return CompletableFuture.completedFuture(preflight.get());
            }
            target = find(request, call);
        } catch (RestException e) {
            return CompletableFuture.completedFuture(errors.reply(e));
        }
        ObservedRequest observed = ObservedRequest.start(observer, request, target.path());
        RestTracer.Trace trace =
                tracer.start(request.method().name(), target.path(), request.headers()::get, request.headers()::set);
        return answer(target, request).whenComplete((response, never) -> {
            observed.end(response);
            trace.end(response.status().code());
        });
    }

    /** What a request is for: an operation of the protocol, else a route of a model. */
    private Target find(ReceivedRequest request, Call call) {
        List<String> segments = router.segments(request.target());
        List<ModelRoute> own = modelRoutes.find(segments);
        if (own.isEmpty() || router.has(segments)) {
            Route route = router.route(segments);
            return new Target(route.template(), () -> operate(route, request, call));
        }
        return new Target(own.get(0).path(), () -> modelRoutes.call(own, segments, request, call));
    }

    /** @param path a template, of which there are few */
    private record Target(String path, Supplier<CompletableFuture<RestResponse>> operation) {}

    private CompletableFuture<RestResponse> answer(Target target, ReceivedRequest request) {
        CompletableFuture<RestResponse> answer;
        try {
            answer = target.operation().get();
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(errors.reply(e));
        }
        if (compressResponses) {
            answer = answer.thenApply(response -> gzip.deflate(request.headers(), response));
        }
        return answer.exceptionally(errors::reply);
    }

    /**
     * The answer to a request that can't even be dispatched, or for which it took too long.
     *
     * @param request its headers, as far as there are any
     */
    RestResponse failure(HttpHeaders request, RuntimeException failure) {
        RestResponse reply = errors.reply(failure);
        return crossOrigin.map(policy -> policy.allow(request, reply)).orElse(reply);
    }

    private CompletableFuture<RestResponse> operate(Route route, ReceivedRequest request, Call call) {
        Operation operation = route.operation();
        if (!operation.allows(request.method())) {
            return CompletableFuture.completedFuture(errors.wrongMethod(request.method(), operation.allowed()));
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
            case SERVER_DOCS -> docs.serverPage(request);
            case SERVER_DOCUMENT -> docs.serverDocument(request);
            case DOCS_FILE -> docs.file(route.model());
            case MODEL_DOCS -> docs.modelPage(route, request);
            case MODEL_DOCUMENT -> docs.modelDocument(route, request);
        };
    }
}
