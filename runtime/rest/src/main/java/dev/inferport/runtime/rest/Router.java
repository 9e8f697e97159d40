package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the operation that a request target names. Segments are decoded one by one, so that the name of a model may
 * contain an encoded slash. A slash at the end changes nothing, and a query is ignored.
 */
final class Router {

    private final List<String> prefix;

    /** @param rootPath that a proxy may put before every path; empty = none */
    Router(String rootPath) {
        this.prefix =
                split(rootPath).stream().filter(segment -> !segment.isEmpty()).toList();
    }

    /** @throws RestException (404) */
    Route route(List<String> segments) {
        return find(segments)
                .orElseThrow(() -> new RestException(
                        HttpResponseStatus.NOT_FOUND, "there is nothing at this path; the V2 protocol starts at /v2"));
    }

    /** Whether the protocol has an operation there. */
    boolean has(List<String> segments) {
        return find(segments).isPresent();
    }

    /**
     * The segments of a target, decoded, behind the prefix; a proxy that has stripped it is as good.
     *
     * @throws RestException (400) for a target that can't be decoded
     */
    List<String> segments(String target) {
        List<String> segments = split(path(target));
        return isPrefixed(segments) ? segments.subList(prefix.size(), segments.size()) : segments;
    }

    /** The path of a target behind the prefix, not decoded. */
    String pathBehindPrefix(String target) {
        String path = path(target);
        int start = 0;
        if (isPrefixed(split(path))) {
            for (int i = 0; i < prefix.size(); i++) {
                start = path.indexOf('/', start + 1);
            }
        }
        return path.substring(start);
    }

    private boolean isPrefixed(List<String> segments) {
        return !prefix.isEmpty()
                && segments.size() > prefix.size()
                && segments.subList(0, prefix.size()).equals(prefix);
    }

    private static Optional<Route> find(List<String> segments) {
        if (segments.equals(List.of("openapi.json"))) {
            return Optional.of(Route.of(Operation.SERVER_DOCUMENT));
        }
        if (segments.isEmpty() || !segments.get(0).equals("v2")) {
            return Optional.empty();
        }
        List<String> rest = segments.subList(1, segments.size());
        if (rest.isEmpty()) {
            return Optional.of(Route.of(Operation.SERVER_METADATA));
        }
        return switch (rest.get(0)) {
            case "health" -> health(rest);
            case "models" -> model(rest);
            case "repository" -> repository(rest);
            case "docs" -> docs(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<Route> health(List<String> rest) {
        if (rest.size() != 2) {
            return Optional.empty();
        }
        return switch (rest.get(1)) {
            case "live" -> Optional.of(Route.of(Operation.SERVER_LIVE));
            case "ready" -> Optional.of(Route.of(Operation.SERVER_READY));
            default -> Optional.empty();
        };
    }

    /** {@code models/m}, {@code models/m/versions/v}, and either of them with one word more. */
    private static Optional<Route> model(List<String> rest) {
        if (rest.size() < 2 || rest.get(1).isEmpty()) {
            return Optional.empty();
        }
        String model = rest.get(1);
        boolean versioned = rest.size() >= 4
                && rest.get(2).equals("versions")
                && !rest.get(3).isEmpty();
        Optional<String> version = versioned ? Optional.of(rest.get(3)) : Optional.empty();
        List<String> words = rest.subList(versioned ? 4 : 2, rest.size());
        if (words.isEmpty()) {
            return Optional.of(new Route(Operation.MODEL_METADATA, model, version));
        }
        if (words.equals(List.of("docs", "dataplane.json"))) {
            return Optional.of(new Route(Operation.MODEL_DOCUMENT, model, version));
        }
        if (words.size() > 1) {
            return Optional.empty();
        }
        return switch (words.get(0)) {
            case "ready" -> Optional.of(new Route(Operation.MODEL_READY, model, version));
            case "docs" -> Optional.of(new Route(Operation.MODEL_DOCS, model, version));
            case "infer" -> Optional.of(new Route(Operation.MODEL_INFER, model, version));
            case "infer_stream" -> Optional.of(new Route(Operation.MODEL_INFER_STREAM, model, version));
            case "generate" -> Optional.of(new Route(Operation.MODEL_GENERATE, model, version));
            case "generate_stream" -> Optional.of(new Route(Operation.MODEL_GENERATE_STREAM, model, version));
            default -> Optional.empty();
        };
    }

    private static Optional<Route> docs(List<String> rest) {
        if (rest.size() == 1) {
            return Optional.of(Route.of(Operation.SERVER_DOCS));
        }
        if (rest.size() != 2) {
            return Optional.empty();
        }
        String file = rest.get(1);
        return Optional.of(
                file.equals("dataplane.json")
                        ? Route.of(Operation.SERVER_DOCUMENT)
                        : Route.of(Operation.DOCS_FILE, file));
    }

    private static Optional<Route> repository(List<String> rest) {
        if (rest.size() == 2 && rest.get(1).equals("index")) {
            return Optional.of(Route.of(Operation.REPOSITORY_INDEX));
        }
        if (rest.size() != 4 || !rest.get(1).equals("models") || rest.get(2).isEmpty()) {
            return Optional.empty();
        }
        return switch (rest.get(3)) {
            case "load" -> Optional.of(Route.of(Operation.REPOSITORY_LOAD, rest.get(2)));
            case "unload" -> Optional.of(Route.of(Operation.REPOSITORY_UNLOAD, rest.get(2)));
            default -> Optional.empty();
        };
    }

    /**
     * The path of a target in origin form ({@code /v2?x}) or, as proxies send it, absolute form ({@code http://h/v2}).
     */
    private static String path(String target) {
        int start = 0;
        if (!target.startsWith("/")) {
            int authority = target.indexOf("://");
            start = authority < 0 ? target.length() : target.indexOf('/', authority + 3);
        }
        String path = start < 0 ? "" : target.substring(start);
        int end = path.indexOf('?');
        return end < 0 ? path : path.substring(0, end);
    }

    private static List<String> split(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            segments.add(PercentEncoding.decode(path.substring(start, end)));
            start = end + 1;
        }
        return segments;
    }
}
