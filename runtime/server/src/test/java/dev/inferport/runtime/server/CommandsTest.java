package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.wire.inference.ServerReadyRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class CommandsTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: inferport " + command, "-h, --help");
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("start", "init", "build", "dockerfile", "infer", "validate", "bench");
    }

    @Test
    void aNewProjectHasItsNamesFilledIn() throws IOException {
        Path project = folder.resolve("my-sum");

        assertThat(run("init", project.toString(), "--package", "org.acme.models"))
                .isZero();

        assertThat(files(project))
                .contains(
                        "pom.xml",
                        ".gitignore",
                        "README.md",
                        "src/main/java/org/acme/models/MySum.java",
                        "src/test/java/org/acme/models/MySumTest.java",
                        "models/my-sum/model-settings.json",
                        "models/my-sum/bias.txt");
        for (String file : files(project)) {
            assertThat(file.endsWith(".jar")
                            || !Files.readString(project.resolve(file)).contains("@NAME@"))
                    .as(file)
                    .isTrue();
        }
        assertThat(Files.readString(project.resolve("models/my-sum/model-settings.json")))
                .contains("\"implementation\": \"org.acme.models.MySum\"");
    }

    @Test
    void aFolderThatIsInUseIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");

        assertThat(run("init", folder.toString(), "--name", "x")).isEqualTo(Init.UNWRITABLE);
        assertThat(err.toString()).contains("is not empty (expected: a new folder)");
        assertThat(run("init", folder.resolve("new").toString(), "--package", "No Package"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(files(folder)).containsExactly("mine.txt");
    }

    @Test
    void anImageHasTheModelsAndThePluginsOfItsFolder() throws IOException {
        Files.createDirectories(folder.resolve("plugins"));
        Files.createDirectories(folder.resolve("models"));

        assertThat(run("dockerfile", folder.toString(), "-i", "--base", "registry.example/runtime:7"))
                .isZero();

        assertThat(Files.readString(folder.resolve("Dockerfile")))
                .startsWith("FROM registry.example/runtime:7\n")
                .contains("COPY --chown=2000:0 plugins /opt/inferport/plugins")
                .contains("ENV INFERPORT_PLUGINS_DIR=/opt/inferport/plugins")
                .contains("COPY --chown=2000:0 models /models");
        assertThat(Files.readString(folder.resolve(".dockerignore"))).contains(".env");
    }

    @Test
    void aFolderOfModelsAloneIsCopiedAsItIs() throws IOException {
        assertThat(run("dockerfile", folder.toString())).isZero();

        assertThat(Files.readString(folder.resolve("Dockerfile")))
                .startsWith("FROM inferport-runtime:latest")
                .contains("COPY --chown=2000:0 . /models")
                .doesNotContain("plugins");
        assertThat(folder.resolve(".dockerignore")).doesNotExist();
    }

    @Test
    void secretsAmongTheModelsStayOutOfTheImage() throws IOException {
        Files.createDirectories(folder.resolve("iris/.git"));
        Files.writeString(folder.resolve(".env"), "MLSERVER_TOKEN=secret");
        Files.writeString(folder.resolve(".dockerignore"), "*.csv");

        assertThat(run("dockerfile", folder.toString())).isZero();

        assertThat(folder.resolve(".dockerignore")).content().startsWith("*.csv\n**/.env\n**/.git\n");
        assertThat(out.toString()).contains("wrote " + folder.resolve(".dockerignore"));
    }

    @Test
    void aServerIsMeasuredOverBothProtocols() throws Exception {
        TestModels.write(folder, "echo", TestModels.Echo.class);
        Path request = Files.writeString(folder.resolve("request.json"), StartedServer.TENSOR);
        try (StartedServer server = StartedServer.start(folder, Map.of())) {
            await().until(() -> server.grpc()
                    .serverReady(ServerReadyRequest.getDefaultInstance())
                    .getReady());
            String rest = "127.0.0.1:" + server.ports().rest();
            List<String> arguments = List.of(
                    "bench",
                    "-m",
                    "echo",
                    "-u",
                    rest,
                    "-g",
                    "127.0.0.1:" + server.ports().grpc(),
                    "-d",
                    "0.2");

            assertThat(run(arguments, "-t", "rest,grpc", "-c", "1,2", "-i", request.toString()))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString().lines()).hasSize(5);
            assertThat(out.toString()).containsPattern("rest +1 +[1-9]").containsPattern("grpc +2 +[1-9]");

            assertThat(run(arguments)).isEqualTo(Bench.NO_REQUEST);
            assertThat(err.toString()).contains("the metadata of model 'echo' names no inputs");
        }
    }

    private int run(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
