package dev.inferport.runtime.catboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.backendkit.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is not what it should be is refused, or used as the model that it still is; nothing else happens. */
class HostileFileTest {

    /** In a JVM of its own: should a file end the process, this test says which. */
    @ParameterizedTest
    @ValueSource(strings = {"regressor", "multiclass", "lossguide", "one-hot", "counters", "missing", "regressor-json"})
    void mutatedFilesNeverEndTheProcess(String fixture, @TempDir Path folder) throws Exception {
        assertThat(ChildJvm.run(folder, MutatedFiles.class, "checked", fixture))
                .contains(MutatedFiles.COUNT + " files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regressor", "counters", "regressor-json"})
    void aFileThatEndsEarlyIsRefused(String name) {
        byte[] whole = Fixture.of(name).bytes();
        for (int length = 0; length < whole.length; length += 7) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ModelFile.check(part))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(InvalidCatBoostException.class);
        }
    }

    @Test
    void whatFollowsTheModelIsRefused() {
        byte[] whole = Fixture.of("counters").bytes();
        assertThatThrownBy(() -> ModelFile.check(Arrays.copyOf(whole, whole.length + 3)))
                .hasMessage("3 bytes after the end of the model");
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[4 + random.nextInt(2000)];
            random.nextBytes(noise);
            System.arraycopy("CBM1".getBytes(StandardCharsets.US_ASCII), 0, noise, 0, i % 2 * 4);
            assertThatThrownBy(() -> ModelFile.check(noise)).isInstanceOf(InvalidCatBoostException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{}", "{\"oblivious_trees\":[]}", "", "[]", "{\"trees\":[]}", "{\"a\":1,\"a\":2}", "{}}"})
    void documentsThatNeverLoadAreRefused(String document) {
        assertThatThrownBy(() -> ModelFile.check(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidCatBoostException.class);
    }

    @Test
    void deepNestingIsRefused() {
        byte[] document = "{\"model_info\":".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ModelFile.check(document)).isInstanceOf(InvalidCatBoostException.class);
    }

    @Test
    void aPickleIsNamedAsSuch() {
        assertThatThrownBy(() -> ModelFile.check(new byte[] {(byte) 0x80, 4, 0, 0}))
                .isInstanceOf(InvalidCatBoostException.class)
                .hasMessageContaining("save_model()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regressor", "counters", "lossguide", "multiclass-json"})
    void theModelsThemselvesAreSound(String name) throws IOException {
        assertThat(ModelFile.check(Fixture.of(name).bytes()).features()).isNotEmpty();
    }
}
