package dev.inferport.stores;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of a store: serves a folder until a signal ends it. */
@Command(
        name = "inferport-store",
        mixinStandardHelpOptions = true,
        description = "Shows a folder as an object store on the loopback interface.")
public final class Main implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "KIND", description = "gcs, azure or http")
    private String kind = "";

    @Option(names = "--folder", required = true, description = "whose files are the objects")
    private Path folder = Path.of("");

    @Option(names = "--port", required = true, description = "where it listens")
    private int port;

    @Option(names = "--entry", required = true, description = "file that gets the entry of the storage configuration")
    private Path entry = Path.of("");

    private Main() {}

    /** Serves until a signal ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (var store = StoreServer.start(kind, folder, port)) {
            // Whoever finds the entry finds all of it.
            var draft = Files.writeString(
                    entry.resolveSibling("." + entry.getFileName()),
                    store.entry().toString());
            Files.move(draft, entry, StandardCopyOption.ATOMIC_MOVE);
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
