package dev.inferport.mesh;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the embedded mesh: the mesh itself, and what one asks of a mesh, embedded or real. */
@Command(
        name = "inferport-mesh",
        mixinStandardHelpOptions = true,
        description = "A ModelMesh of one node, and a client for it.",
        subcommands = {
            MeshCommand.class,
            WaitCommand.class,
            RegisterCommand.class,
            StatusCommand.class,
            UnregisterCommand.class,
            InferCommand.class,
            CheckCommand.class,
            PortsCommand.class
        })
public final class Main {

    private Main() {}

    /** Runs one command and exits with its code: 0 = done, 1 = failed, 2 = wrong usage. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(Failures.sentence(failure));
            return 1;
        });
    }
}
