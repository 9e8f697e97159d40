package dev.inferport.runtime.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant's files and requests must not do to everybody else. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OverreachTest {

    @TempDir
    private Path root;

    @Test
    void aPipeInPlaceOfSettingsKeepsNobodyWaiting() throws Exception {
        Files.createDirectory(root.resolve("a"));
        Process pipe = new ProcessBuilder(
                        "mkfifo", root.resolve("a/model-settings.json").toString())
                .start();
        assertThat(pipe.waitFor()).isZero();

        assertThat(new ModelRepository(root, ModelDefaults.none()).list()).isEmpty();
    }

    @Test
    void settingsOfManyMegabytesAreRefusedUnread() throws IOException {
        Files.createDirectory(root.resolve("a"));
        try (RandomAccessFile file =
                new RandomAccessFile(root.resolve("a/model-settings.json").toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        List<ModelRepository.Entry> entries = new ModelRepository(root, ModelDefaults.none()).list();

        assertThat(entries)
                .singleElement()
                .isInstanceOfSatisfying(ModelRepository.Entry.Broken.class, broken -> assertThat(broken.reason())
                        .endsWith("1099511627776 bytes (expected: at most 4194304)"));
    }

    @Test
    void rowsWithoutValuesHaveALimit() {
        InferenceRequest request = InferenceRequest.builder("m")
                .input("x", Tensor.of(new float[0], Integer.MAX_VALUE, 0))
                .build();

        assertThatThrownBy(() -> new RequestValidator().check(request))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 'x': shape [2147483647, 0] (expected: no dimension above 65536 in a tensor without"
                        + " elements)");
    }

    @Test
    void anEmptyBatchIsARequest() {
        new RequestValidator()
                .check(InferenceRequest.builder("m")
                        .input("x", Tensor.of(new float[0], 0, 1000))
                        .build());
    }
}
