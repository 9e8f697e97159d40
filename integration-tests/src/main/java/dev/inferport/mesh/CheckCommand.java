package dev.inferport.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: registers example models, calls each over gRPC and REST, and compares the answers. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Registers the example models of a folder, calls each over gRPC and REST, and compares the answers.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private MeshAddress mesh = new MeshAddress();

    @Parameters(index = "0", paramLabel = "FOLDER", description = "folder with one folder per example")
    private Path folder = Path.of("");

    @Option(names = "--rest", required = true, paramLabel = "URL", description = "the runtime's REST address")
    private URI rest = URI.create("");

    @Option(
            names = "--storage-key",
            required = true,
            paramLabel = "KEY",
            description = "storage configuration under which the adapter finds the folder")
    private String storageKey = "";

    @Option(names = "--zipped", description = "the storage has a .zip in place of each folder")
    private boolean zipped;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var json = new ObjectMapper();
        var out = spec.commandLine().getOut();
        var examples = ExampleModel.in(folder, json);
        if (examples.isEmpty()) {
            spec.commandLine().getErr().println("No folder below " + folder + " has an example.json.");
            return 1;
        }
        var failed = 0;
        try (var client = mesh.connect()) {
            var storage = new ExampleCheck.Storage(storageKey, zipped);
            var check = new ExampleCheck(client, new RestClient(rest, json), json, storage, out);
            for (var example : examples) {
                failed += check.passes(example) ? 0 : 1;
            }
        }
        report(out, examples.size(), failed);
        return failed == 0 ? 0 : 1;
    }

    private static void report(PrintWriter out, int models, int failed) {
        out.println();
        out.println(
                failed == 0
                        ? models + (models == 1 ? " model" : " models") + " answered over gRPC and REST as expected."
                        : failed + " of " + models + " models did not answer as expected; see above.");
        out.flush();
    }
}
