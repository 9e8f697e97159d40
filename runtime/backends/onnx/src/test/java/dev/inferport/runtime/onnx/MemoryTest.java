package dev.inferport.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.backendkit.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures processes with a heap that hardly grows, so that what grows is the library's memory. */
@EnabledOnOs(OS.LINUX)
class MemoryTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void unloadingFreesWhatLoadingTook(@TempDir Path folder) throws Exception {
        // Of each of these, 200 copies are some 200 MiB.
        assertThat(growth(folder, "cycles", "forest")).isLessThan(48 * MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "zipmap-texts", "type-uint64", "type-bytes", "two-inputs"})
    void aRequestLeavesNothingBehind(String fixture, @TempDir Path folder) throws Exception {
        assertThat(growth(folder, "requests", fixture)).isLessThan(48 * MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forest", "mlp", "mixed-columns", "image", "two-inputs"})
    void theEstimateIsOfTheRightSize(String fixture, @TempDir Path folder) throws Exception {
        long estimated = OnnxFile.read(Fixture.of(fixture).file()).estimatedMemory();
        long measured = growth(folder, "many", fixture) / MemoryUse.MODELS;
        assertThat(measured).isBetween(estimated / 2, estimated * 3 / 2);
    }

    private static long growth(Path folder, String what, String fixture) throws Exception {
        return Long.parseLong(
                ChildJvm.run(folder, MemoryUse.class, what, fixture).strip());
    }
}
