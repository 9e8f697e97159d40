package dev.inferport.adapter.server;

import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.LogLevels;
import dev.inferport.servicekit.LogSetup;
import dev.inferport.servicekit.StartException;
import java.time.Duration;

/** The life of a process of this module: log first, then the composition, until a signal ends it. */
final class Service {

    private static final Duration STOP_BUDGET = Duration.ofSeconds(20);

    private Service() {}

    /** Starts the parts of one process. */
    @FunctionalInterface
    interface Composition {
        Object start(Environment environment, LogLevels levels, Lifecycle life) throws StartException;
    }

    /** Returns the code for {@link System#exit}. */
    static int run(String name, Composition composition) {
        var environment = Environment.of(System.getenv());
        LogLevels levels;
        try {
            levels = LogSetup.configure(
                    environment.choice("LOG_FORMAT", LogSetup.Format.TEXT),
                    environment.string("LOG_LEVEL").orElse("INFO"));
        } catch (IllegalArgumentException e) {
            levels = LogSetup.configure(LogSetup.Format.TEXT, "INFO");
            environment.problem("LOG_LEVEL: " + e.getMessage());
        }
        var settled = levels;
        return Lifecycle.run(name, STOP_BUDGET, life -> composition.start(environment, settled, life));
    }
}
