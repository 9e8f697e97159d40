package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the quick start of a model's author promises: one command makes a project, one builds it, one serves it. */
class NewProjectTest {

    private static final Path INFERPORT =
            ChildProcess.projectRoot().resolve("runtime/server/target/inferport-runtime/bin/inferport");

    @Test
    void aNewProjectPassesItsTestsAndServesItsModelEvenAfterAChange(@TempDir Path folder) throws Exception {
        Path project = folder.resolve("my-sum");
        Tools.Outcome made = Tools.run(List.of("sh", INFERPORT.toString(), "init", project.toString()));
        assertThat(made.exitCode()).as(made.output()).isZero();
        build(project);

        try (LoneRuntime runtime = LoneRuntime.start(
                folder,
                project.resolve("models"),
                Map.of("INFERPORT_PLUGINS_DIR", project.resolve("plugins").toString()))) {
            assertThat(answer(runtime)).contains("\"data\":[6.5]");

            Path source = project.resolve("src/main/java/com/example/MySum.java");
            Files.writeString(source, Files.readString(source).replace("sums[row] = bias;", "sums[row] = 2 * bias;"));
            build(project, "-DskipTests");
            assertThat(answer(runtime)).contains("\"data\":[6.5]");
            HttpRequest.Builder load = HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody());
            assertThat(runtime.send(load, "/v2/repository/models/my-sum/load").statusCode())
                    .as(runtime.log())
                    .isEqualTo(200);

            assertThat(answer(runtime)).contains("\"data\":[7.0]");
        }
    }

    private static String answer(LoneRuntime runtime) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .POST(HttpRequest.BodyPublishers.ofString("{\"inputs\": [{\"name\": \"rows\", \"shape\": [1, 3],"
                        + " \"datatype\": \"FP64\", \"data\": [1, 2, 3]}]}"));
        return runtime.send(request, "/v2/models/my-sum/infer").body();
    }

    /** With the Maven, and from the local repository, that build this project; everything is there already. */
    private static void build(Path project, String... options) {
        String mvn = Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
        List<String> command = new ArrayList<>(List.of(mvn, "-B", "-q", "-o", "package"));
        Optional.ofNullable(System.getProperty("maven.repo.local"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        command.addAll(List.of(options));
        Tools.Outcome built = Tools.run(command, project);
        assertThat(built.exitCode()).as(built.output()).isZero();
    }
}
