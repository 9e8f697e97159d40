package dev.inferport.adapter.server;

/** The process. The two ways in which containers start take no detour through a parser of command lines. */
public final class Main {

    private Main() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) {
        System.exit(
                switch (String.join(" ", arguments)) {
                    case "" -> AdapterServer.run();
                    case "puller" -> PullerServer.run();
                    default -> AdapterCommand.execute(arguments);
                });
    }
}
