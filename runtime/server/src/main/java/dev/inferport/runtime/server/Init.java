package dev.inferport.runtime.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferport init DIR}: a project that makes a model of one's own. */
@Command(
        name = "init",
        description = "Makes a Maven project of a model of your own, with a test.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 made, 2 wrong usage, 3 the folder can't be written."})
final class Init implements Callable<Integer> {

    static final int UNWRITABLE = 3;

    private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");
    private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9_]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "a folder that is new or empty")
    private Path folder = Path.of("");

    @Option(
            names = {"-n", "--name"},
            description = "of the model (default: that of the folder)")
    private @Nullable String name;

    @Option(
            names = {"-p", "--package"},
            description = "of the class (default: ${DEFAULT-VALUE})")
    private String javaPackage = "com.example";

    @Option(
            names = {"-c", "--class"},
            description = "name of the class (default: made of the model's name)")
    private @Nullable String className;

    @Override
    public Integer call() {
        String model = name == null ? folder.toAbsolutePath().normalize().getFileName() + "" : name;
        String type = className == null ? classOf(model) : className;
        require(NAME, "--name", model, "letters, digits, dots, dashes");
        require(PACKAGE, "--package", javaPackage, "a Java package in lower case");
        require(CLASS, "--class", type, "a Java class name");
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (!isFree(folder)) {
                spec.commandLine().getErr().println("inferport: " + folder + " is not empty (expected: a new folder)");
                return UNWRITABLE;
            }
            new ProjectTemplate(model, javaPackage, type).writeTo(folder);
            out.println("made " + folder + "; next: cd " + folder + " && mvn package");
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("inferport: " + folder + " can't be written: " + e);
            return UNWRITABLE;
        } finally {
            out.flush();
        }
    }

    private void require(Pattern pattern, String option, String value, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw new ParameterException(spec.commandLine(), option + ": '" + value + "' (expected: " + expected + ")");
        }
    }

    private static boolean isFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** {@code my-model} becomes {@code MyModel}. */
    private static String classOf(String model) {
        StringBuilder type = new StringBuilder();
        for (String word : model.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                type.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        boolean startsWithDigit = type.length() > 0 && Character.isDigit(type.charAt(0));
        return (startsWithDigit ? "Model" : "") + type;
    }
}
