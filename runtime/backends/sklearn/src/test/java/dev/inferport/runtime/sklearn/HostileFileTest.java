package dev.inferport.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HostileFileTest {

    @TempDir
    Path folder;

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("REDUCE of protocol 0", "cos\nsystem\n(S'x'\ntR."),
                Arguments.of("REDUCE with a text", "cos\nsystem\n(Vtouch %s\ntR."),
                Arguments.of(
                        "REDUCE of protocol 2", "\u0080\u0002cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R."),
                Arguments.of(
                        "STACK_GLOBAL", "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0004true\u0085R."),
                Arguments.of("INST", "(Vtrue\nios\nsystem\n."),
                Arguments.of("OBJ", "(cos\nsystem\nVtrue\no."),
                Arguments.of("eval", "cbuiltins\neval\n(V1+1\ntR."),
                Arguments.of("exec of Python 2", "c__builtin__\nexec\n(Vpass\ntR."),
                Arguments.of("getattr", "cbuiltins\ngetattr\n(Vx\nVy\ntR."),
                Arguments.of("import", "cimportlib\nimport_module\n(Vos\ntR."),
                Arguments.of("a Java class", "cjava.lang.Runtime\ngetRuntime\n(tR."),
                Arguments.of("a name that only begins well", "csklearn.linear_model\nos.system\n(tR."),
                Arguments.of("a persistent id", "Pid\n."),
                Arguments.of("a binary persistent id", "Vid\nQ."),
                Arguments.of("an extension code", "\u0080\u0002\u0082\u0001."),
                Arguments.of("an out-of-band buffer", "\u0080\u0005\u0097."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void aCallIsRefusedAndNotMade(String name, String pickle) throws IOException {
        Path witness = folder.resolve("witness");

        Throwable refusal = load(pickle.formatted(witness).getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refusal).isInstanceOf(InferenceException.class).hasMessageStartingWith("model.pkl: ");
        assertThat(((InferenceException) refusal).reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(witness).doesNotExist();
    }

    @Test
    void aClassThatIsNotKnownIsRefusedByItsNameWithTheWayOut() throws IOException {
        assertThat(load("cmy.models\nBestModel\n(tR.".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("my.models.BestModel")
                .hasMessageContaining("ONNX");
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of("a text of 1 TiB", bytes(0x80, 4, 0x8d, 0, 0, 0, 0, 0, 1, 0, 0)),
                Arguments.of("a text of a negative length", bytes(0x80, 4, 0x8d, 1, 1, 1, 1, 1, 1, 1, 0xff)),
                Arguments.of("a text of 2 GiB", bytes(0x80, 4, 'X', 0xff, 0xff, 0xff, 0x7f)),
                Arguments.of("a bytearray of 1 TiB", bytes(0x80, 5, 0x96, 0, 0, 0, 0, 0, 1, 0, 0)),
                Arguments.of("an integer of 2 GiB", bytes(0x80, 2, 0x8b, 0xff, 0xff, 0xff, 0x7f)),
                Arguments.of("a huge place in the memo", bytes(0x80, 2, 'N', 'r', 0xff, 0xff, 0xff, 0x7f, '.')),
                Arguments.of("a place that nobody filled", bytes(0x80, 2, 'h', 7, '.')),
                Arguments.of("an empty stack", bytes(0x80, 2, '0', '.')),
                Arguments.of("no mark", bytes(0x80, 2, 't', '.')),
                Arguments.of("a newer protocol", bytes(0x80, 9, 'N', '.')),
                Arguments.of("nothing", bytes()),
                Arguments.of("None", bytes(0x80, 2, 'N', '.')),
                Arguments.of("deep nesting", repeated(bytes(0x80, 2, ']'), bytes(0x85), 200_000, bytes('.'))),
                Arguments.of("many marks", repeated(bytes(0x80, 2), bytes('('), 200_000, bytes('.'))),
                Arguments.of("a full stack", repeated(bytes(0x80, 2), bytes('N'), 4_000_000, bytes('.'))),
                Arguments.of("copies of copies", copiesOfCopies()),
                Arguments.of("a pipeline in itself", selfContained()),
                Arguments.of("zeros that were compressed", compressed()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aBombIsDefused(String name, byte[] pickle) throws IOException {
        long start = System.nanoTime();

        Throwable refusal = load(pickle);

        assertThat(refusal).isInstanceOf(InferenceException.class).hasMessageStartingWith("model.pkl: ");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(5);
    }

    @Test
    void aModelThatWasCutOffAnywhereIsRefused() throws IOException {
        byte[] whole = Fixtures.of("1.5.2").named("form_pickle_4").model();
        for (int length = 0; length < whole.length; length += 97) {
            assertThat(load(java.util.Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isInstanceOf(InferenceException.class);
        }
    }

    @Test
    void aModelWithBitsFlippedIsReadOrRefusedButNothingElseHappens() throws IOException {
        Random random = new Random(1);
        for (String name : new String[] {"form_pickle_2", "form_joblib_4", "form_zlib", "hist_categories", "tfidf"}) {
            byte[] whole = Fixtures.of("1.2.2").named(name).model();
            for (int i = 0; i < 300; i++) {
                byte[] damaged = whole.clone();
                for (int flips = 0; flips < 3; flips++) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Throwable refusal = load(damaged);
                if (refusal != null) {
                    assertThat(refusal)
                            .as("%s, damage %d", name, i)
                            .isInstanceOfAny(InferenceException.class, IOException.class);
                }
            }
        }
    }

    @Test
    void aFileThatIsNoModelIsRefused() {
        assertThatThrownBy(() -> {
                    Path file = Files.writeString(folder.resolve("model.joblib"), "# a readme, not a model\n");
                    Models.load(file);
                })
                .isInstanceOf(InferenceException.class);
    }

    private Throwable load(byte[] pickle) throws IOException {
        Path file = Files.write(folder.resolve("model.pkl"), pickle);
        return catchThrowable(() -> Models.load(file));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] repeated(byte[] head, byte[] body, int times, byte[] tail) {
        ByteBuffer all = ByteBuffer.allocate(head.length + body.length * times + tail.length);
        all.put(head);
        for (int i = 0; i < times; i++) {
            all.put(body);
        }
        return all.put(tail).array();
    }

    /** Pipelines that contain the one before twice: 2^60 estimators in a kilobyte. */
    private static byte[] copiesOfCopies() {
        StringBuilder pickle = new StringBuilder("csklearn.preprocessing._data\nNormalizer\n(tR}b");
        for (int i = 0; i < 20; i++) {
            String place = String.valueOf(i);
            pickle.append('p').append(place).append("\n0csklearn.pipeline\nPipeline\n(tR(dVsteps\n(l");
            pickle.append("(Va\ng")
                    .append(place)
                    .append("\nta(Vb\ng")
                    .append(place)
                    .append("\ntasb");
        }
        return pickle.append('.').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] selfContained() {
        return "csklearn.pipeline\nPipeline\n(tRp0\n(dVsteps\n(l(Va\ng0\ntasb.".getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An array of 2 GiB of zeros in 2 MiB. */
    private static byte[] compressed() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(file)) {
            zlib.write(bytes(0x80, 4, 0x8e));
            zlib.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(2_000_000_000L)
                    .array());
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zlib.write(zeros);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
