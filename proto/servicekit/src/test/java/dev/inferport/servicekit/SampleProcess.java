package dev.inferport.servicekit;

import java.time.Duration;
import org.slf4j.LoggerFactory;

/** A process of its own for {@link ProcessTest}: two steps, or a start that fails as asked. */
final class SampleProcess {

    private SampleProcess() {}

    public static void main(String[] args) {
        LogSetup.configure(LogSetup.Format.TEXT, "INFO");
        System.exit(Lifecycle.run("sample", Duration.ofSeconds(5), lifecycle -> {
            step(lifecycle, "first");
            if (args.length > 0) {
                lifecycle.start("port", () -> AdminServer.builder(Endpoint.tcp("127.0.0.1", Integer.parseInt(args[0])))
                        .start());
            }
            Environment.of(System.getenv()).bind(environment -> environment.integer("SAMPLE_NUMBER", 1, 1, 5));
            step(lifecycle, "second");
            if (System.getenv("SAMPLE_FAIL") != null) {
                lifecycle.fail("as asked");
            }
        }));
    }

    private static void step(Lifecycle lifecycle, String name) throws StartException {
        var log = LoggerFactory.getLogger(SampleProcess.class);
        lifecycle.start(name, () -> name, (started, budget) -> log.info("event=stopped step={}", started));
    }
}
