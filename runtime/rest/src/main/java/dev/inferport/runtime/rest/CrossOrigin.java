package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Answers browsers that ask on behalf of pages of other origins. Safe for any thread. */
final class CrossOrigin {

    /** The verbs of this server, for a policy that allows all. */
    private static final String ALL_METHODS = "GET, HEAD, OPTIONS, POST";

    /** Headers that a browser may always send. */
    private static final Set<String> SAFE_HEADERS =
            Set.of("accept", "accept-language", "content-language", "content-type");

    private final CorsPolicy policy;

    CrossOrigin(CorsPolicy policy) {
        this.policy = policy;
    }

    /** The answer to a browser that asks before it sends the request proper; empty where this is no such question. */
    Optional<RestResponse> preflight(ReceivedRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        String method = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (!request.method().equals(HttpMethod.OPTIONS) || origin == null || method == null) {
            return Optional.empty();
        }
        List<String> asked = names(request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, ""));
        List<String> refused = refused(origin, method, asked);
        if (!refused.isEmpty()) {
            throw new RestException(
                    HttpResponseStatus.BAD_REQUEST,
                    "CORS: this server's cors_settings don't allow the " + String.join(", the ", refused));
        }
        return Optional.of(allowed(RestResponse.empty(), origin)
                .with(
                        HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS,
                        policy.methods().contains(CorsPolicy.ANY) ? ALL_METHODS : String.join(", ", policy.methods()))
                .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, String.join(", ", allowedHeaders(asked)))
                .with(
                        HttpHeaderNames.ACCESS_CONTROL_MAX_AGE,
                        Long.toString(policy.maxAge().toSeconds())));
    }

    /**
     * The response, with what lets the page of that origin read it.
     *
     * @param request its headers
     */
    RestResponse allow(HttpHeaders request, RestResponse response) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin == null || !policy.allowsOrigin(origin)) {
            return response;
        }
        RestResponse allowed = allowed(response, origin);
        return policy.exposedHeaders().isEmpty()
                ? allowed
                : allowed.with(
                        HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(", ", policy.exposedHeaders()));
    }

    private RestResponse allowed(RestResponse response, String origin) {
        RestResponse allowed = policy.isForAll()
                ? response.with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, CorsPolicy.ANY)
                : response.with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                        .varying(HttpHeaderNames.ORIGIN.toString());
        return policy.credentials() ? allowed.with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true") : allowed;
    }

    private List<String> refused(String origin, String method, List<String> headers) {
        List<String> refused = new ArrayList<>();
        if (!policy.allowsOrigin(origin)) {
            refused.add("origin '" + origin + "'");
        }
        if (!policy.allowsMethod(method)) {
            refused.add("method '" + method + "'");
        }
        for (String header : headers) {
            if (!SAFE_HEADERS.contains(header) && !policy.allowsHeader(header)) {
                refused.add("header '" + header + "'");
            }
        }
        return refused;
    }

    private List<String> allowedHeaders(List<String> asked) {
        List<String> headers = new ArrayList<>(new TreeSet<>(SAFE_HEADERS));
        headers.addAll(policy.headers().contains(CorsPolicy.ANY) ? asked : policy.headers());
        return headers.stream().distinct().toList();
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
