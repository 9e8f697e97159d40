package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checksums and archives, which work with every store. */
final class TreatmentTest extends ObjectStoreFixture {

    private static final String X_SHA256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

    @Override
    protected FakeStore start() {
        return new PlainStore();
    }

    @Test
    void theFileThatWasMeantIsAccepted() throws Exception {
        store.put("m/x", "x");
        assertThat(pull("m/x", "sha256", X_SHA256.toUpperCase(Locale.ROOT)).modelPath())
                .hasContent("x");
    }

    @Test
    void anotherFileThanWasMeantIsRefused() {
        store.put("m/x", "y");
        assertThat(failure("m/x", "sha256", X_SHA256).reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(failure("m", "sha256", X_SHA256).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure("m/x", "sha256", "abc").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(home()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "m/mnist.tar, cf, --format=ustar",
        "m/mnist.tar.gz, czf, --format=gnu",
        "m/mnist.tgz, czf, --format=pax",
        "m/mnist.TAR, cf, --format=v7"
    })
    void anArchiveMadeByTarBecomesAFolder(String key, String create, String format, @TempDir Path folder)
            throws Exception {
        var name = "long-".repeat(format.endsWith("gnu") || format.endsWith("pax") ? 40 : 10) + "é";
        Files.createDirectories(folder.resolve("model/sub"));
        Files.writeString(folder.resolve("model/sub").resolve(name), "0123456789".repeat(1_000));
        Files.writeString(folder.resolve("model/empty"), "");
        var tar = new ProcessBuilder("tar", create, "packed", format, "-C", "model", ".")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        store.put(key, Files.readAllBytes(folder.resolve("packed")));
        var pulled = pull(key, "unpack", "true");
        assertThat(pulled.modelPath()).isEqualTo(home().resolve("mnist"));
        assertThat(files(home()))
                .containsOnly(entry("mnist/sub/" + name, "0123456789".repeat(1_000)), entry("mnist/empty", ""));
        assertThat(pulled.diskBytes()).isEqualTo(10_000);
    }

    @Test
    void aZipBecomesAFolder() throws Exception {
        store.put("mnist.zip", zip("a/b.txt", "b", "c/", "", "d", "d"));
        assertThat(files(pull("mnist.zip", "unpack", "zip").modelPath()))
                .containsExactly(entry("a/b.txt", "b"), entry("d", "d"));
    }

    @Test
    void aZipMayBeTheModelItself() throws Exception {
        var bytes = zip("a", "b");
        store.put("mnist.zip", bytes);
        assertThat(pull("mnist.zip").modelPath())
                .isEqualTo(home().resolve("mnist.zip"))
                .hasBinaryContent(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "a/..", "..", "/", "."})
    void anEntryThatLeadsOutIsRefused(String name) throws Exception {
        store.put("m.zip", zip(name, "x"));
        store.put("m.tar", tar(name, '0', "x"));
        assertThat(failure("m.zip", "unpack", "true").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure("m.tar", "unpack", "true").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(home()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6'})
    void aLinkOrADeviceIsRefused(char type) throws Exception {
        store.put("m.tar", tar("x", type, ""));
        assertThat(failure("m.tar", "unpack", "true")).hasMessageContaining("link");
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() throws Exception {
        var twice = new ByteArrayOutputStream();
        twice.writeBytes(tar("x", '0', "1"));
        twice.writeBytes(tar("./x", '0', "2"));
        store.put("m.tar", twice.toByteArray());
        assertThat(failure("m.tar", "unpack", "true")).hasMessageContaining("twice");
    }

    @Test
    void aSmallArchiveCanNotBecomeAHugeFolder() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 70; i++) {
                zip.write(zeros);
            }
        }
        store.put("m.zip", bomb.toByteArray());
        assertThat(failure("m.zip", "unpack", "true")).hasMessageContaining("200 times");
        assertThat(home()).doesNotExist();
    }

    @Test
    void anArchiveOfTooManyEntriesIsRefused() throws Exception {
        assertTooMany(tar("d", '5', ""));
        assertTooMany(tar("d", 'x', ""));
    }

    private void assertTooMany(byte[] header) throws Exception {
        var many = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(many)) {
            for (int i = 0; i <= UnpackedFolder.MOST_ENTRIES; i++) {
                gzip.write(header);
            }
        }
        store.put("m.tgz", many.toByteArray());
        assertThat(failure("m.tgz", "unpack", "true")).hasMessageContaining("" + UnpackedFolder.MOST_ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.zip", "m.tar", "m.tgz"})
    void whatIsNoIntactArchiveIsRefused(String key) throws Exception {
        var whole = key.equals("m.zip") ? zip("x", "content") : tar("x", '0', "content");
        for (var bytes : new byte[][] {{}, "no archive".getBytes(StandardCharsets.UTF_8), part(whole)}) {
            store.put(key, bytes);
            assertThat(failure(key, "unpack", "true").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        }
        store.put("m/x", "a folder");
        assertThat(failure("m", "unpack", "zip").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure("m/x", "unpack", "true")).hasMessageContaining("tar.gz");
    }

    private static byte[] part(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2 + 3);
    }

    private static byte[] zip(String... namesAndContents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(String name, char type, String content) {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var entry = new byte[bytes.length == 0 ? 512 : 1024];
        put(entry, 0, name);
        put(entry, 124, "%011o".formatted(bytes.length));
        put(entry, 156, String.valueOf(type));
        put(entry, 148, "        ");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += entry[i] & 0xff;
        }
        put(entry, 148, "%06o\0 ".formatted(sum));
        System.arraycopy(bytes, 0, entry, 512 % entry.length, bytes.length);
        return entry;
    }

    private static void put(byte[] target, int offset, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    private LoadException failure(String path, String... fields) {
        return catchFailure(() -> pull(path, fields));
    }

    private PulledModel pull(String path, String... fields) throws LoadException {
        var all = new HashMap<>(Map.of("url", store.config().required("url")));
        all.put(fields[0], fields[1]);
        return puller.pull(
                new PullRequest(ID, StorageConfig.of("plain", all), path, Optional.empty()), Cancellation.none());
    }
}
