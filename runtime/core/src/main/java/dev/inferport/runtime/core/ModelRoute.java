package dev.inferport.runtime.core;

import dev.inferport.runtime.api.RestRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A route of a loaded model, with its path taken apart. */
public final class ModelRoute {

    private final ServedModel served;
    private final RestRoute route;
    private final List<String> template;

    ModelRoute(ServedModel served, RestRoute route) {
        this.served = served;
        this.route = route;
        this.template = segments(route.path());
    }

    /** The method that it answers. */
    public String method() {
        return route.method();
    }

    /** The path as the model gave it, with names in braces. */
    public String path() {
        return route.path();
    }

    /** The model that it belongs to. */
    public ModelKey model() {
        return ModelKey.of(served.model().settings());
    }

    /** The names in braces, in the order of the path. */
    public List<String> variables() {
        return template.stream()
                .filter(ModelRoute::isVariable)
                .map(ModelRoute::name)
                .toList();
    }

    /** Whether both answer the same requests. */
    boolean isSame(ModelRoute other) {
        return method().equals(other.method()) && path().equals(other.path());
    }

    RestRoute.Handler handler() {
        return route.handler();
    }

    ServedModel served() {
        return served;
    }

    /** The values of the variables, where these segments of a path are ones of this route. */
    public Optional<Map<String, String>> match(List<String> segments) {
        if (segments.size() != template.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = template.get(i);
            if (isVariable(expected)) {
                variables.put(name(expected), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static String name(String variable) {
        return variable.substring(1, variable.length() - 1);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(segment);
        }
        if (!segments.isEmpty() && segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        return segments;
    }
}
