package dev.inferport.runtime.core;

import static dev.inferport.runtime.core.TestModels.request;
import static dev.inferport.runtime.core.TestModels.writeSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.CustomMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsTest {

    @TempDir
    private Path work;

    private Path folder;
    private Path root;
    private Plugins plugins;
    private InferenceRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectories(work.resolve("plugins"));
        root = Files.createDirectories(work.resolve("models"));
        plugins = Plugins.in(List.of(folder));
        runtime = new InferenceRuntime(
                new ServerInfo("test", "1", List.of()),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(getClass().getClassLoader(), plugins, settings -> CustomMetrics.none()),
                new RuntimeLimits(1, 8, Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        runtime.close();
        plugins.close();
    }

    @Test
    void aModelComesFromAJarThatWasAddedWhileTheServerRuns() throws IOException {
        model("a", "plugin.Late");
        assertThatThrownBy(() -> runtime.load("a").join()).hasMessageContaining("nor a class of a plug-in");

        PluginJar.of(work, folder.resolve("late/model.jar"), "Late", PluginJar.answering("Late", "here"));
        runtime.load("a").join();

        assertThat(answer("a")).isEqualTo("here");
    }

    @Test
    void twoPluginsMayHaveDifferentClassesOfTheSameName() throws IOException {
        PluginJar.of(work, folder.resolve("one/model.jar"), "One", PluginJar.answering("One", "first"));
        PluginJar.of(work, folder.resolve("two.jar"), "Two", PluginJar.answering("Two", "second"));
        model("a", "plugin.One");
        model("b", "plugin.Two");

        runtime.load("a").join();
        runtime.load("b").join();

        assertThat(answer("a")).isEqualTo("first");
        assertThat(answer("b")).isEqualTo("second");
    }

    @Test
    void aPluginSeesTheAuthorsApiAndNothingElseOfTheRuntime() throws IOException {
        PluginJar.of(work, folder.resolve("p/model.jar"), "Curious", """
                package plugin;

                import dev.inferport.runtime.api.*;

                public final class Curious extends MLModel {
                    public Curious(ModelSettings settings) { super(settings); }

                    @Override public boolean load() throws Exception {
                        Class.forName("com.fasterxml.jackson.databind.ObjectMapper");
                        return true;
                    }
                }
                """);
        model("a", "plugin.Curious");

        assertThatThrownBy(() -> runtime.load("a").join())
                .hasMessageContaining("com.fasterxml.jackson.databind.ObjectMapper");
    }

    @Test
    void aReloadRunsTheCodeOfTheJarAsItIsNow() throws IOException {
        Path jar =
                PluginJar.of(work, folder.resolve("p/model.jar"), "Changing", PluginJar.answering("Changing", "old"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        model("a", "plugin.Changing");
        runtime.load("a").join();

        PluginJar.of(work, jar, "Changing", PluginJar.answering("Changing", "new"));
        // The class that holds the text is not loaded yet, and its jar is another one by now.
        assertThat(answer("a")).isEqualTo("old");
        runtime.load("a").join();

        assertThat(answer("a")).isEqualTo("new");
    }

    @Test
    void theCopyOfAPluginLastsAsLongAsItsModels() throws IOException {
        Path jar = PluginJar.of(work, folder.resolve("p/model.jar"), "Kept", PluginJar.answering("Kept", "x"));
        model("a", "plugin.Kept");
        runtime.load("a").join();
        PluginClassLoader loader =
                plugins.acquire(candidate -> candidate.has("plugin.Kept")).orElseThrow();
        loader.release();
        Path copy = Path.of(loader.getURLs()[0].getPath());
        Files.delete(jar);
        Files.delete(jar.getParent());

        plugins.acquire(candidate -> false);
        assertThat(copy).exists();
        assertThat(answer("a")).isEqualTo("x");

        runtime.unload("a").join();
        assertThat(copy.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a class", "plugin.Missing", "plugin.Throwing"})
    void aBrokenPluginKeepsNoOtherFromLoading(String listed) throws IOException {
        Path broken = PluginJar.of(work, folder.resolve("a.jar"), "Throwing", backend("Throwing", """
                public Throwing() { throw new IllegalStateException("no licence"); }
                """, "return null;"));
        PluginJar.withBackend(broken, listed);
        PluginJar.of(work, folder.resolve("b.jar"), "Good", PluginJar.answering("Good", "fine"));
        model("a", "plugin.Good");
        writeSettings(root, "b", TestModels.settings(TestModels.Echo.class, ""));

        runtime.load("a").join();
        runtime.load("b").join();

        assertThat(answer("a")).isEqualTo("fine");
        assertThat(runtime.index(true)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IllegalStateException", "Error"})
    void aBackendThatMakesNoModelFailsTheLoadWithItsReasonAndTheIndexShowsIt(String type) throws IOException {
        Path jar = PluginJar.of(
                work,
                folder.resolve("a.jar"),
                "Unable",
                backend("Unable", "", "throw new " + type + "(\"no licence\");"));
        PluginJar.withBackend(jar, "plugin.Unable");
        model("a", "mine");

        assertThatThrownBy(() -> runtime.load("a").join())
                .hasMessageContaining("model 'a' can't be loaded: no licence");

        assertThat(runtime.index(false)).singleElement().satisfies(entry -> assertThat(entry.reason())
                .contains("no licence"));
    }

    private static String backend(String name, String constructor, String create) {
        return """
                package plugin;

                import dev.inferport.runtime.api.*;
                import dev.inferport.runtime.api.spi.ModelBackend;

                public final class %s implements ModelBackend {
                    %s
                    @Override public String name() { return "mine"; }

                    @Override public java.util.Set<String> implementations() { return java.util.Set.of(); }

                    @Override public MLModel create(ModelSettings settings) { %s }
                }
                """.formatted(name, constructor, create);
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Plugins.in(List.of(work.resolve("nowhere"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere (expected: a folder)");
    }

    private void model(String name, String implementation) {
        writeSettings(root, name, "{\"implementation\": \"" + implementation + "\"}");
    }

    private String answer(String model) {
        return runtime.infer(request(model, 1), Call.withoutDeadline())
                .join()
                .output("y")
                .tensor()
                .string(0);
    }
}
