package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "mnist__isvc-3642375d03", "a", "A.b_c-9", "0"})
    void aHarmlessIdIsItsOwnDirectory(String id) {
        assertThat(new ModelId(id).directoryName()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                "../..",
                "/",
                "/etc",
                "a/b",
                "a\\b",
                "_mlserver_models",
                ".staging",
                "-a",
                " ",
                "a b",
                "a\0b",
                "a\nb",
                "ü",
                "\uD800",
                "~",
                "lost+found",
                "a/../../b"
            })
    void aDotDotIdNeverReachesTheFileSystem(String id) {
        var name = new ModelId(id).directoryName();
        assertThat(name).matches("[A-Za-z0-9][A-Za-z0-9.-]*~[0-9a-f]{64}").hasSizeLessThan(128);
        assertThat(Path.of("/models").resolve(name).normalize())
                .satisfies(path -> assertThat(path.getParent()).isEqualTo(Path.of("/models")));
    }

    @Test
    void noTwoIdsShareADirectory() throws LoadException {
        var odd = ModelId.of("a/b");
        assertThat(odd.directoryName()).isNotEqualTo(ModelId.of("a-b").directoryName());
        assertThat(odd.directoryName()).isNotEqualTo(ModelId.of("a//b").directoryName());
        assertThat(ModelId.of(odd.directoryName()).directoryName()).isNotEqualTo(odd.directoryName());
        assertThat(ModelId.of("\uD800").directoryName())
                .isNotEqualTo(ModelId.of("\uDC00").directoryName());
        assertThat(ModelId.of("x".repeat(129)).directoryName())
                .isNotEqualTo(ModelId.of("x".repeat(130)).directoryName());
    }

    @Test
    void anEmptyIdIsRefused() {
        var failure = catchThrowableOfType(LoadException.class, () -> ModelId.of(""));
        assertThat(failure.reason()).isEqualTo(LoadException.Reason.INVALID_ARGUMENT);
        assertThatThrownBy(() -> new ModelId("")).isInstanceOf(IllegalArgumentException.class);
    }
}
