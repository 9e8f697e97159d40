package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelDirectoriesTest {

    private Path root;
    private ModelDirectories directories;

    @BeforeEach
    void open(@TempDir Path folder) {
        root = folder;
        directories = new ModelDirectories(folder);
    }

    @Test
    void clearLeavesWhatBelongsToOthers() throws Exception {
        write("a/deep/file");
        write("b");
        write("_mlserver_models/x/model-settings.json");
        write("lost+found/x");
        write(".hidden/x");
        directories.clear();
        assertThat(root.toFile().list())
                .containsExactlyInAnyOrder("_mlserver_models", "lost+found", ".hidden", ".staging");
        assertThat(root.resolve(".staging")).isEmptyDirectory();
    }

    @Test
    void aMissingRootIsClear() throws Exception {
        new ModelDirectories(root.resolve("missing")).clear();
        new ModelDirectories(root.resolve("missing")).delete(new ModelId("x"));
    }

    @Test
    void deleteDoesNotFollowLinks() throws Exception {
        write("kept/file");
        Files.createDirectory(root.resolve("model"));
        Files.createSymbolicLink(root.resolve("model/link"), root.resolve("kept"));
        directories.delete(new ModelId("model"));
        directories.delete(new ModelId("model"));
        directories.delete(new ModelId(".."));
        directories.delete(new ModelId("kept/file"));
        assertThat(root.resolve("model")).doesNotExist();
        assertThat(root.resolve("kept/file")).exists();
    }

    @Test
    void aStartSweepsWhatAnotherProcessLeft() throws Exception {
        write(".staging/3f1c/model/half");
        Puller.open(PullerSettings.of(root, root)).close();
        assertThat(root.resolve(".staging")).doesNotExist();
    }

    @Test
    void sizeIsMeasuredThroughLinksAndCountsEveryFileOnce() throws Exception {
        write("volume/a");
        write("volume/sub/b");
        Files.createSymbolicLink(root.resolve("volume/sub/cycle"), root.resolve("volume"));
        Files.createSymbolicLink(root.resolve("volume/again"), Path.of("a"));
        var link = Files.createSymbolicLink(root.resolve("link"), root.resolve("volume"));
        var model = PulledModel.inPlace(link, Optional.empty());
        assertThat(model.diskBytes()).isEqualTo(2);
        model.delete();
        assertThat(link).exists();
    }

    @Test
    void aSizeThatCanNotBeMeasuredIsAnError() {
        assertThatThrownBy(() -> PulledModel.inPlace(root.resolve("missing"), Optional.empty()))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("missing");
    }

    private void write(String name) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }
}
