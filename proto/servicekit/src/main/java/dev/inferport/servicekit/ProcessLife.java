package dev.inferport.servicekit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties a lifecycle to the process: signals stop it, and its end becomes an exit code. */
final class ProcessLife {

    private static final Logger log = LoggerFactory.getLogger(ProcessLife.class);

    private final String process;
    private final Lifecycle lifecycle;
    private final Thread hook;

    ProcessLife(String process, Lifecycle lifecycle) {
        this.process = process;
        this.lifecycle = lifecycle;
        this.hook = new Thread(this::stopOnSignal, "shutdown");
    }

    int run(Lifecycle.Composition composition) {
        long begin = System.nanoTime();
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            composition.compose(lifecycle);
            log.info("event=process_started process={} ms={}", process, (System.nanoTime() - begin) / 1_000_000);
            int code = lifecycle.awaitTermination();
            log.info("event=process_stopped process={} code={}", process, code);
            return code;
        } catch (InterruptedException e) {
            lifecycle.stop();
            Thread.currentThread().interrupt();
            return ExitCodes.FAILED;
        } catch (Exception | LinkageError e) {
            lifecycle.stop();
            return explain(e);
        } finally {
            forgetHook();
        }
    }

    private int explain(Throwable failure) {
        Throwable cause =
                failure instanceof StartException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ConfigurationException configuration) {
            configuration
                    .problems()
                    .forEach(problem ->
                            log.error("event=bad_configuration process={} problem=\"{}\"", process, problem));
            return ExitCodes.BAD_CONFIGURATION;
        }
        if (cause instanceof CannotListenException) {
            log.error("event=start_failed process={} reason=\"{}\"", process, failure.getMessage());
        } else {
            log.error("event=start_failed process={} reason=\"{}\"", process, failure.getMessage(), failure);
        }
        return ExitCodes.START_FAILED;
    }

    private void stopOnSignal() {
        log.info("event=process_stopping process={} reason=signal", process);
        lifecycle.stop();
        log.info("event=process_stopped process={} reason=signal", process);
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.trace("the JVM is going down already", e);
        }
    }
}
