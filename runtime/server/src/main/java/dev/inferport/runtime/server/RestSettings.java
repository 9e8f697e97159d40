package dev.inferport.runtime.server;

import dev.inferport.runtime.rest.CorsPolicy;
import dev.inferport.runtime.rest.RestLimits;
import dev.inferport.servicekit.Environment;
import java.time.Duration;
import java.util.Optional;

/**
 * How the REST front answers.
 *
 * @param limits of requests
 * @param gzip whether large responses are compressed for clients that take that
 * @param rootPath that a proxy puts before every path; may be empty
 * @param cors which other origins may call; empty = none
 */
record RestSettings(RestLimits limits, boolean gzip, String rootPath, Optional<CorsPolicy> cors) {

    private static final int MAX_SECONDS = 86_400;

    static RestSettings read(Environment variables) {
        RestLimits defaults = RestLimits.defaults();
        int body = variables.integer("INFERPORT_HTTP_MAX_BODY_BYTES", defaults.maxBodyBytes(), -1, Integer.MAX_VALUE);
        int idle = variables.integer(
                "INFERPORT_HTTP_IDLE_TIMEOUT_SECONDS",
                (int) defaults.idleTimeout().toSeconds(),
                1,
                MAX_SECONDS);
        long timeout = variables.longValue("INFERPORT_HTTP_REQUEST_TIMEOUT_MILLIS", 0, 0, MAX_SECONDS * 1000L);
        return new RestSettings(
                defaults.withMaxBodyBytes(body)
                        .withIdleTimeout(Duration.ofSeconds(idle))
                        .withRequestTimeout(Duration.ofMillis(timeout)),
                variables.bool("MLSERVER_GZIP_ENABLED", true),
                variables.string("MLSERVER_ROOT_PATH").orElse(""),
                CorsSettings.read(variables));
    }
}
