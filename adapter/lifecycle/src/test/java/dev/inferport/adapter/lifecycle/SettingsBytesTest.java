package dev.inferport.adapter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is the author's in a settings file stays byte for byte. */
final class SettingsBytesTest {

    private final Path folder;

    SettingsBytesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                    | {\"name\": \"id\"}",
                "{ }                                   | {\"name\": \"id\" }",
                "{\"name\":\"old\"}                    | {\"name\":\"id\"}",
                "{\"name\" :  null , \"x\":[1,{\"name\":2}]} | {\"name\" :  \"id\" , \"x\":[1,{\"name\":2}]}",
                "{\"n\\u0061me\": \"old\", \"b\": 1E+2}    | {\"n\\u0061me\": \"id\", \"b\": 1E+2}",
                "{\"name\":\"a\",\"name\":{\"b\":\"}\"}} | {\"name\":\"id\",\"name\":\"id\"}",
                "{\"x\": -0.0e-10, \"y\": \"\\\"}{\\\\\"}   | {\"x\": -0.0e-10, \"y\": \"\\\"}{\\\\\", \"name\": \"id\"}",
                "{\"x\":12345678901234567890.10}        | {\"x\":12345678901234567890.10, \"name\": \"id\"}",
            })
    void onlyTheNameChanges(String before, String after) throws Exception {
        assertThat(named(before)).isEqualTo(after);
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        var pipe = folder.resolve("schema.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        var refusal = catchThrowableOfType(LoadException.class, () -> SettingsDocument.read(pipe));

        assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal).hasMessageContaining("schema.json: not a file");
    }

    @Test
    void aNewMemberIsIndentedLikeTheOthers() throws Exception {
        assertThat(named("{\r\n\t\"x\": true\r\n}\r\n"))
                .isEqualTo("{\r\n\t\"x\": true,\r\n\t\"name\": \"id\"\r\n}\r\n");
    }

    @Test
    void theUriInsideOfTheParametersChangesAlone() throws Exception {
        var settings = read(
                "{\"parameters\": {\"extra\":{\"uri\":\"mine\"}, \"uri\" : \"./m\\u00e4.bin\",\"z\":1}, \"uri\": 7}");

        settings.resolveUri(Path.of("/t"));

        assertThat(text(settings))
                .isEqualTo(
                        "{\"parameters\": {\"extra\":{\"uri\":\"mine\"}, \"uri\" : \"/t/m\u00e4.bin\",\"z\":1}, \"uri\": 7}");
    }

    @Test
    void aSchemaReplacesItsPartsOnly() throws Exception {
        var settings = read("{\"inputs\": [ {\"name\": \"a\"} ], \"outputs\":[],  \"x\": 1.50}");
        var schema = Files.writeString(folder.resolve("s.json"), "{\"outputs\": [{\"name\": \"b\"}]}");

        settings.mergeSchema(schema);

        assertThat(text(settings))
                .isEqualTo("{\"inputs\": [ {\"name\": \"a\"} ], \"outputs\":[{\"name\":\"b\"}],  \"x\": 1.50}");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheSettings() throws Exception {
        assertThat(named("\ufeff{\"name\": 1}")).isEqualTo("{\"name\": \"id\"}");
    }

    @Test
    void aFileThatCanNotBeSettingsIsNotReadAsAWhole() throws Exception {
        var weights = folder.resolve("weights.bin");
        try (var file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        for (var failure : List.of(
                catchThrowableOfType(LoadException.class, () -> SettingsDocument.read(weights)),
                catchThrowableOfType(
                        LoadException.class, () -> SettingsDocument.empty().mergeSchema(weights)))) {
            assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
            assertThat(failure).hasMessageContaining("weights.bin has more than 1048576 bytes");
        }
    }

    private String named(String before) throws Exception {
        var settings = read(before);
        settings.setName("id");
        return text(settings);
    }

    private SettingsDocument read(String text) throws Exception {
        return SettingsDocument.read(Files.writeString(folder.resolve("model-settings.json"), text));
    }

    private static String text(SettingsDocument settings) {
        return new String(settings.toBytes(), StandardCharsets.UTF_8);
    }
}
