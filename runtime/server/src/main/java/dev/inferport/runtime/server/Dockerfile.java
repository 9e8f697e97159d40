package dev.inferport.runtime.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferport dockerfile DIR}: the definition of an image with the models of a folder. */
@Command(
        name = "dockerfile",
        description = "Writes the definition of an image that serves the models of a folder.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The models are those of DIR/models where there is such a folder, else of DIR; DIR/plugins goes along.",
            "Exit codes: 0 written, 2 wrong usage, 3 the folder can't be written."
        })
final class Dockerfile implements Callable<Integer> {

    static final int UNWRITABLE = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "a folder of models (default: the working directory)")
    private Path folder = Path.of(".");

    @Option(
            names = {"-i", "--include-dockerignore"},
            description =
                    "write a .dockerignore too; it is written anyway where there is a .env or .git among the models")
    private boolean includeIgnore;

    @Option(names = "--base", description = "image of the runtime (default: ${DEFAULT-VALUE})")
    private String base = ImageDefinition.defaultBase();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ImageDefinition image = ImageDefinition.of(folder, base);
        try {
            Path written = Files.writeString(folder.resolve("Dockerfile"), image.dockerfile());
            out.println("wrote " + written);
            DockerIgnore ignored = new DockerIgnore(folder, image);
            if (includeIgnore || ignored.isNeeded()) {
                out.println("wrote " + Files.writeString(ignored.file(), ignored.text()));
            }
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("inferport: " + folder + " can't be written: " + e);
            return UNWRITABLE;
        } finally {
            out.flush();
        }
    }
}
