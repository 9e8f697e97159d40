package dev.inferport.mesh;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unregister}: removes a model. */
@Command(
        name = "unregister",
        mixinStandardHelpOptions = true,
        description = "Removes a model; an unknown id is a success.")
final class UnregisterCommand implements Callable<Integer> {

    @Mixin
    private MeshAddress mesh = new MeshAddress();

    @Parameters(index = "0", paramLabel = "ID", description = "id of the model")
    private String id = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (var client = mesh.connect()) {
            client.unregister(id);
            spec.commandLine().getOut().println("unregistered " + id);
            return 0;
        }
    }
}
