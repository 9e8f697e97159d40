package dev.inferport.runtime.server;

import dev.inferport.servicekit.Environment;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the metrics are.
 *
 * @param port of their listener; 0 = any free one
 * @param path of the page; empty = there are no metrics
 * @param restPrefix with which the names of REST metrics begin
 */
record MetricsSettings(int port, String path, String restPrefix) {

    private static final String PORT = "MLSERVER_METRICS_PORT";
    private static final String ENDPOINT = "MLSERVER_METRICS_ENDPOINT";
    private static final String REST_PREFIX = "MLSERVER_METRICS_REST_SERVER_PREFIX";

    private static final Set<String> OFF = Set.of("", "null", "none");
    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    static MetricsSettings read(Environment variables) {
        String path = variables.string(ENDPOINT, "/metrics").strip();
        if (OFF.contains(path.toLowerCase(Locale.ROOT))) {
            path = "";
        } else if (!path.startsWith("/")) {
            variables.problem(ENDPOINT + ": '" + path + "' (expected: a path that starts with /, or nothing at all)");
        }
        String prefix = variables.string(REST_PREFIX).orElse("rest_server");
        if (!METRIC_NAME.matcher(prefix).matches()) {
            variables.problem(REST_PREFIX + ": '" + prefix + "' (expected: letters, digits and _, no digit first)");
        }
        return new MetricsSettings(variables.integer(PORT, 8082, 0, 65_535), path, prefix);
    }

    boolean isOn() {
        return !path.isEmpty();
    }
}
