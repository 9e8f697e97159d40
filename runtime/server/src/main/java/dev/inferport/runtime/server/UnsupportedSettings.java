package dev.inferport.runtime.server;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the settings that mean something to MLServer and nothing to this server, so that none is ignored in silence,
 * whether a variable or a field of {@code settings.json} gives them.
 */
final class UnsupportedSettings {

    private static final Logger log = LoggerFactory.getLogger(UnsupportedSettings.class);

    private static final Set<String> NAMES = Set.of(
            "MLSERVER_MODEL_REPOSITORY_IMPLEMENTATION",
            "MLSERVER_MODEL_REPOSITORY_IMPLEMENTATION_ARGS",
            "MLSERVER_ENVIRONMENTS_DIR",
            "MLSERVER_ENV_TARBALL",
            "MLSERVER_MODEL_ENVIRONMENT_PATH",
            "MLSERVER_MODEL_ENVIRONMENT_TARBALL",
            "MLSERVER_MODEL_INFERENCE_POOL_GID",
            "MLSERVER_MODEL_WARM_WORKERS",
            "MLSERVER_METRICS_DIR",
            "MLSERVER_PARALLEL_WORKERS_TIMEOUT",
            "MLSERVER_LOGGING_SETTINGS",
            "MLSERVER_KAFKA_ENABLED",
            "MLSERVER_KAFKA_SERVERS",
            "MLSERVER_KAFKA_TOPIC_INPUT",
            "MLSERVER_KAFKA_TOPIC_OUTPUT",
            "MLSERVER_MODEL_AUTOGENERATE_INFERENCE_POOL_GID");

    private UnsupportedSettings() {}

    static Set<String> in(Map<String, String> environment) {
        Set<String> found = new TreeSet<>();
        environment.keySet().forEach(name -> found.add(name.toUpperCase(Locale.ROOT)));
        found.retainAll(NAMES);
        return found;
    }

    static void warnOf(Map<String, String> environment) {
        in(environment).forEach(name -> log.warn("event=setting_ignored variable={}", name));
    }
}
