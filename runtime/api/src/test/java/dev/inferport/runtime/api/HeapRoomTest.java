package dev.inferport.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.InferenceException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HeapRoomTest {

    private static final long ALL = Runtime.getRuntime().maxMemory();

    @Test
    void whatFitsIsLetThrough() {
        assertThatCode(() -> HeapRoom.requireForModel(ALL / 4)).doesNotThrowAnyException();
        assertThatCode(() -> HeapRoom.requireForRows(1000, 1000)).doesNotThrowAnyException();
        assertThat(HeapRoom.has(0)).isTrue();
    }

    @Test
    void garbageIsNoReasonToRefuse() {
        for (int i = 0; i < 20; i++) {
            assertThat(new byte[(int) Math.min(ALL / 3, 1 << 30)]).isNotEmpty();
            assertThatCode(() -> HeapRoom.requireForModel(ALL / 2)).doesNotThrowAnyException();
        }
    }

    @Test
    void aModelThatTheHeapHasNoRoomForIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> HeapRoom.requireForModel(ALL))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED_PRECONDITION))
                .hasMessageMatching("the model needs another " + (ALL >> 20)
                        + " MiB of heap \\(expected: at most \\d+ MiB, what is free of " + (ALL >> 20)
                        + "\\); give the runtime more memory, or unload other models");
    }

    @Test
    void anAnswerThatTheHeapHasNoRoomForIsTheCallersToMakeSmaller() {
        assertThatThrownBy(() -> HeapRoom.requireForRows(Long.MAX_VALUE / 2, 8))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT))
                .hasMessageEndingWith("send fewer rows in a request");
    }

    @Test
    void aHeapThatIsFullOfModelsHasRoomForRequestsAndIsNotCollectedOverAndOver() throws Exception {
        Process full = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxNewSize=24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullHeap.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(full.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(full.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("a request has room: true", "garbage is collected for a request: true")
                .containsPattern("collections: [0-3]\n");
    }

    @Test
    void aStreamThatIsWatchedGivesTheSameBytes() throws Exception {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        try (InputStream watched = HeapRoom.watching(new ByteArrayInputStream(bytes))) {
            assertThat((byte) watched.read()).isEqualTo(bytes[0]);
            byte[] rest = watched.readAllBytes();
            assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1, bytes.length));
            assertThat(watched.read()).isEqualTo(-1);
        }
    }
}
