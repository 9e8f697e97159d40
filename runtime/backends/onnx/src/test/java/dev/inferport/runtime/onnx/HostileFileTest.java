package dev.inferport.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.backendkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is not what it should be is refused, or run as the model that it still is; nothing else happens. */
class HostileFileTest {

    /** In a JVM of its own: should a file end the process, this test says which. */
    @ParameterizedTest
    @ValueSource(strings = {"mlp", "forest", "zipmap-texts", "mixed-columns", "external", "type-bytes"})
    void mutatedFilesNeverEndTheProcess(String fixture, @TempDir Path folder) throws Exception {
        assertThat(ChildJvm.run(folder, MutatedFiles.class, fixture, folder.toString()))
                .contains(MutatedFiles.COUNT + " files");
    }

    @Test
    void aFileThatEndsEarlyIsRefused(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Fixture.of("mlp").file());
        Path file = folder.resolve("model.onnx");
        for (int length = 0; length < whole.length - 100; length += 3) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> OnnxFile.read(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(InvalidOnnxException.class)
                    .hasMessageNotContaining("null");
        }
    }

    @Test
    void noiseIsRefused(@TempDir Path folder) throws IOException {
        Random random = new Random(3);
        Path file = folder.resolve("model.onnx");
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            Files.write(file, noise);
            assertThatThrownBy(() -> OnnxFile.read(file)).isInstanceOf(InvalidOnnxException.class);
        }
    }

    @Test
    void graphsWithinGraphsHaveALimit(@TempDir Path folder) throws IOException {
        ProtoWriter graph = new ProtoWriter();
        for (int depth = 0; depth < 200; depth++) {
            ProtoWriter attribute = new ProtoWriter().message(6, graph);
            graph = new ProtoWriter().message(1, new ProtoWriter().message(5, attribute));
        }
        Path file = folder.resolve("model.onnx");
        Files.write(file, new ProtoWriter().message(7, graph).toBytes());
        assertThatThrownBy(() -> OnnxFile.read(file)).hasMessage("graphs within graphs, more than 32");
    }

    @Test
    void aFolderWithoutAModelIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> OnnxFile.read(folder)).hasMessageContaining("a folder with model.onnx in it");
    }
}
