package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.RestCall;
import dev.inferport.runtime.api.RestReply;
import dev.inferport.runtime.core.Call;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelRoute;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** The routes that loaded models have of their own. */
final class ModelRoutes {

    private final InferenceRuntime runtime;
    private final GzipCoding gzip;
    private final ErrorReplies errors;
    private final Executor background;

    /** @param background inflates bodies */
    ModelRoutes(InferenceRuntime runtime, GzipCoding gzip, ErrorReplies errors, Executor background) {
        this.runtime = runtime;
        this.gzip = gzip;
        this.errors = errors;
        this.background = background;
    }

    /** Those that a path matches, whatever the method. */
    List<ModelRoute> find(List<String> segments) {
        return runtime.routes(segments);
    }

    /** @param candidates at least one */
    CompletableFuture<RestResponse> call(
            List<ModelRoute> candidates, List<String> segments, ReceivedRequest request, Call call) {
        String method = request.method().equals(HttpMethod.HEAD)
                ? HttpMethod.GET.name()
                : request.method().name();
        Optional<ModelRoute> chosen = candidates.stream()
                .filter(route -> route.method().equals(method))
                .findFirst();
        if (chosen.isEmpty()) {
            String allowed = candidates.stream()
                    .map(ModelRoute::method)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            return CompletableFuture.completedFuture(errors.wrongMethod(request.method(), allowed));
        }
        ModelRoute route = chosen.get();
        return CompletableFuture.supplyAsync(() -> restCall(route, segments, request), background)
                .thenCompose(received -> runtime.call(route, received, call))
                .thenApply(ModelRoutes::response);
    }

    private RestCall restCall(ModelRoute route, List<String> segments, ReceivedRequest request) {
        RequestBody body = gzip.inflate(request.headers(), request.body());
        return new RestCall(
                request.method().name(),
                route.match(segments).orElse(Map.of()),
                query(request.target()),
                RequestHeaders.forModel(request.headers()),
                body.slice(0, body.length()));
    }

    private static Map<String, String> query(String target) {
        Map<String, String> query = new HashMap<>();
        int start = target.indexOf('?');
        if (start < 0) {
            return query;
        }
        for (String pair : target.substring(start + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                query.put(decoded(equals < 0 ? pair : pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RestException(HttpResponseStatus.BAD_REQUEST, "the query can't be decoded: " + e.getMessage());
        }
    }

    private static RestResponse response(RestReply reply) {
        String contentType = reply.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(HttpHeaderNames.CONTENT_TYPE.toString()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("application/octet-stream");
        return RestResponse.typed(contentType, Unpooled.wrappedBuffer(reply.body()))
                .with(HttpResponseStatus.valueOf(reply.status()))
                .with(reply.headers());
    }
}
