package dev.inferport.adapter.server;

/**
 * The process. The two ways in which containers start take no detour through a parser of command lines. Nothing here
 * may touch a class with a logger: the log has to be set up first, or the lines of an orderly stop are lost.
 */
public final class Main {

    private Main() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) {
        System.exit(
                switch (String.join(" ", arguments)) {
                    case "" -> adapter();
                    case "puller" -> puller();
                    default -> AdapterCommand.execute(arguments);
                });
    }

    /** Lives until a signal ends the process; returns its exit code. */
    static int adapter() {
        return Service.run(
                "inferport-adapter",
                (environment, levels, life) -> AdapterServer.start(AdapterSettings.from(environment), levels, life));
    }

    /** As {@link #adapter}. */
    static int puller() {
        return Service.run(
                "inferport-puller",
                (environment, levels, life) -> PullerServer.start(PullerConfig.from(environment), levels, life));
    }
}
