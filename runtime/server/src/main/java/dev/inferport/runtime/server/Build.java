package dev.inferport.runtime.server;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferport build DIR -t TAG}: an image with the models of a folder, by the container engine that is here. */
@Command(
        name = "build",
        description = "Builds an image that serves the models of a folder, with docker, podman, buildah or nerdctl.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 built, 2 wrong usage, 3 the definition can't be written, 69 no container engine;",
            "others are those of the engine."
        })
final class Build implements Callable<Integer> {

    static final int UNWRITABLE = 3;
    static final int NO_ENGINE = 69;

    private static final List<String> ENGINES = List.of("docker", "podman", "buildah", "nerdctl");
    private static final Set<String> TAKE_AN_IGNORE_FILE = Set.of("podman", "buildah");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "a folder of models (default: the working directory)")
    private Path folder = Path.of(".");

    @Option(
            names = {"-t", "--tag"},
            required = true,
            description = "name of the image")
    private String tag = "";

    @Option(names = "--no-cache", description = "build each layer anew")
    private boolean noCache;

    @Option(names = "--base", description = "image of the runtime (default: ${DEFAULT-VALUE})")
    private String base = ImageDefinition.defaultBase();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Path> engine = engine(System.getenv().getOrDefault("PATH", ""));
        if (engine.isEmpty()) {
            err.println("inferport: no container engine here (looked for " + String.join(", ", ENGINES)
                    + "); 'inferport dockerfile' writes the definition, to be built elsewhere");
            return NO_ENGINE;
        }
        try {
            return build(engine.get());
        } catch (IOException e) {
            err.println("inferport: " + e);
            return UNWRITABLE;
        }
    }

    private int build(Path engine) throws IOException, InterruptedException {
        ImageDefinition image = ImageDefinition.of(folder, base);
        DockerIgnore ignored = new DockerIgnore(folder, image);
        Path definition = Files.createTempFile("inferport-", ".dockerfile");
        // Where BuildKit looks first.
        Path ignore = definition.resolveSibling(definition.getFileName() + ".dockerignore");
        try {
            Files.writeString(definition, image.dockerfile());
            Files.writeString(ignore, ignored.text());
            ProcessBuilder process = new ProcessBuilder(command(engine, definition, ignore)).inheritIO();
            if (ignored.isNeeded()) {
                // Docker's older builder would not read the file, and put all into the image.
                process.environment().put("DOCKER_BUILDKIT", "1");
            }
            return process.start().waitFor();
        } finally {
            Files.delete(definition);
            Files.deleteIfExists(ignore);
        }
    }

    private List<String> command(Path engine, Path definition, Path ignore) {
        List<String> command = new ArrayList<>(List.of(engine.toString(), "build", "-f", definition.toString()));
        if (TAKE_AN_IGNORE_FILE.contains(String.valueOf(engine.getFileName()))) {
            command.addAll(List.of("--ignorefile", ignore.toString()));
        }
        if (noCache) {
            command.add("--no-cache");
        }
        command.addAll(List.of("-t", tag, folder.toString()));
        return command;
    }

    private static Optional<Path> engine(String searchPath) {
        for (String engine : ENGINES) {
            for (String place : searchPath.split(File.pathSeparator, -1)) {
                Path program = Path.of(place.isEmpty() ? "." : place, engine);
                if (Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }
}
