package dev.inferport.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelUriTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.createFile(folder.resolve("data/model.json"));
        Files.createFile(folder.resolve("data/model.ubj"));
        Files.createFile(folder.resolve("data/a#b?c.bin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data/model.json",
                "./data/model.json",
                "data/../data/model.json",
                "file:data/model.json",
                "FOLDER/data/model.json",
                "file://FOLDER/data/model.json",
                "file:FOLDER/data/model.json",
                "file://localhostFOLDER/data/model.json",
                "FILE:data/model.json"
            })
    void aFileIsFoundRelativeToTheSettingsOrByItsFullPath(String uri) {
        assertThat(ModelUri.resolve(settings(uri.replace("FOLDER", folder.toString())), "unused.bin"))
                .isEqualTo(folder.resolve("data/model.json"));
    }

    @Test
    void inAFolderTheFirstWellKnownFileThatExistsIsTaken() {
        assertThat(ModelUri.resolve(settings("data"), "model.bst", "model.ubj", "model.json"))
                .isEqualTo(folder.resolve("data/model.ubj"));
    }

    @Test
    void aPipeOrAFolderOfAWellKnownNameIsPassedOver() throws Exception {
        Files.createDirectory(folder.resolve("data/model.bst"));
        Process pipe =
                new ProcessBuilder("mkfifo", folder.resolve("data/model.lgb").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        assertThat(ModelUri.resolve(settings("data"), "model.bst", "model.lgb", "model.ubj"))
                .isEqualTo(folder.resolve("data/model.ubj"));
        assertThatThrownBy(() -> ModelUri.resolve(settings("data/model.lgb")))
                .hasMessageContaining("model.lgb: no such file or folder");
    }

    @Test
    void aFolderWithoutAWellKnownFileIsTheModel() {
        assertThat(ModelUri.resolve(settings("data"), "model.onnx")).isEqualTo(folder.resolve("data"));
    }

    @Test
    void aHashOrAQuestionMarkIsPartOfTheFileName() {
        assertThat(ModelUri.resolve(settings("data/a#b?c.bin"))).isEqualTo(folder.resolve("data/a#b?c.bin"));
    }

    @Test
    void aMissingFileIsNamedWithItsFullPath() {
        assertThatThrownBy(() -> ModelUri.resolve(settings("data/nope.bin")))
                .isInstanceOfSatisfying(InferenceException.class, e -> assertThat(e.reason())
                        .isEqualTo(InferenceException.Reason.FAILED_PRECONDITION))
                .hasMessage(
                        "Invalid URI specified for model m (%s: no such file or folder)",
                        folder.resolve("data/nope.bin"));
    }

    @Test
    void aRemoteUriIsRefused() {
        assertThatThrownBy(() -> ModelUri.resolve(settings("s3://bucket/key")))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("s3://bucket/key: only local files can be loaded");
    }

    @Test
    void settingsWithoutAUriAreRefused() {
        assertThatThrownBy(() -> ModelUri.resolve(ModelSettings.builder("m").build()))
                .isInstanceOf(InferenceException.class)
                .hasMessage("Invalid URI specified for model m (no uri)");
    }

    private ModelSettings settings(String uri) {
        return ModelSettings.builder("m")
                .source(folder.resolve("model-settings.json"))
                .parameters(ModelParameters.of(Map.of("uri", uri)))
                .build();
    }
}
