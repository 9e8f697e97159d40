package dev.inferport.mesh;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: prints the state of a model. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Prints the state of a model.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private MeshAddress mesh = new MeshAddress();

    @Parameters(index = "0", paramLabel = "ID", description = "id of the model")
    private String id = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (var client = mesh.connect()) {
            spec.commandLine().getOut().println(RegisterCommand.describe(client.status(id)));
            return 0;
        }
    }
}
