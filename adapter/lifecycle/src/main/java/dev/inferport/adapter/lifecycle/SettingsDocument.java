package dev.inferport.adapter.lifecycle;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A {@code model-settings.json}, of which only the fields that must change are touched: everything else, be it unknown
 * to this version, a number of any precision or white space, comes out as it went in, byte for byte.
 *
 * <p>Not thread-safe; lives for one {@link LayoutPlan}.
 */
final class SettingsDocument {

    static final String FILE_NAME = "model-settings.json";

    /** Where an author declares what the model holds in memory: {@code parameters.extra.size_in_bytes}. */
    static final String DECLARED_SIZE = "size_in_bytes";

    /** Settings and schemas have some kilobytes; a path that names the weights must not fill the memory. */
    static final int MOST_BYTES = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final Pattern FOREIGN_SCHEME = Pattern.compile("(?!file:)[A-Za-z][A-Za-z0-9+.-]*:.*");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** As it was read. */
    private final ObjectNode root;

    private final String origin;

    /** As it will be written. */
    private JsonText text;

    private SettingsDocument(ObjectNode root, String text, String origin) {
        this.root = root;
        this.text = new JsonText(text);
        this.origin = origin;
    }

    static SettingsDocument empty() {
        return new SettingsDocument(JSON.createObjectNode(), "{}\n", "the generated settings");
    }

    static SettingsDocument read(Path file) throws LoadException {
        var text = readText(file);
        return new SettingsDocument(object(file, text), text, file.toString());
    }

    void setName(String name) {
        text = text.with("name", JsonText.quoted(name));
    }

    void setImplementation(String importPath) {
        text = text.with("implementation", JsonText.quoted(importPath));
    }

    void setUri(Path uri) {
        text = text.with("parameters", "uri", JsonText.quoted(uri.toString()));
    }

    /**
     * Makes {@code parameters.uri}, where there is one, an absolute path inside a folder. A URI of another scheme than
     * {@code file} is the runtime's business and stays.
     */
    void resolveUri(Path folder) throws LoadException {
        var uri = root.path("parameters").path("uri");
        if (uri.isMissingNode() || uri.isNull()) {
            return;
        }
        if (!uri.isTextual()) {
            throw invalid("parameters.uri: " + uri + " (expected: a string)");
        }
        if (!isElsewhere()) {
            setUri(insideOf(folder, uri.textValue()));
        }
    }

    /** Whether the model itself is somewhere else than in its folder, which then says nothing about its size. */
    boolean isElsewhere() {
        var uri = root.path("parameters").path("uri");
        return uri.isTextual() && FOREIGN_SCHEME.matcher(uri.textValue()).matches();
    }

    /** Takes over {@code inputs} and {@code outputs} of a schema file, each where the file has it. */
    void mergeSchema(Path schemaFile) throws LoadException {
        var schema = object(schemaFile, readText(schemaFile));
        for (var key : List.of("inputs", "outputs")) {
            var tensors = schema.get(key);
            if (tensors == null || tensors.isNull()) {
                continue;
            }
            if (!tensors.isArray()) {
                throw new LoadException(
                        Reason.INVALID_ARGUMENT,
                        schemaFile + ": " + key + " is not a list (expected: [{name, datatype, shape}, …])");
            }
            text = text.with(key, tensors.toString());
        }
    }

    /** What the author says the model holds in memory, in bytes. */
    OptionalLong declaredSize() throws LoadException {
        var size = root.path("parameters").path("extra").path(DECLARED_SIZE);
        if (size.isMissingNode() || size.isNull()) {
            return OptionalLong.empty();
        }
        if (!size.canConvertToLong() || !size.isIntegralNumber() || size.longValue() <= 0) {
            throw invalid(
                    "parameters.extra." + DECLARED_SIZE + ": " + size + " (expected: a positive number of bytes)");
        }
        return OptionalLong.of(size.longValue());
    }

    byte[] toBytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Path insideOf(Path folder, String uri) throws LoadException {
        var path = uri.startsWith("file:") ? uri.substring("file:".length()) : uri;
        var relative = path.replaceFirst("^/+", "");
        var isPath = relative.indexOf('\0') < 0;
        var resolved = isPath ? folder.resolve(relative).normalize() : folder;
        if (!isPath || !resolved.startsWith(folder)) {
            throw invalid("parameters.uri: '" + uri + "' leaves the folder of the model"
                    + " (expected: a path relative to " + FILE_NAME + ")");
        }
        return resolved;
    }

    private LoadException invalid(String sentence) {
        return new LoadException(Reason.INVALID_ARGUMENT, origin + ": " + sentence);
    }

    private static String readText(Path file) throws LoadException {
        try {
            var bytes = readBytes(file);
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT, file + " is not valid JSON: it is not UTF-8; save it so.", e);
        } catch (IOException e) {
            throw new LoadException(Reason.NOT_FOUND, file + " cannot be read: " + e + "; check the model.", e);
        }
    }

    private static byte[] readBytes(Path file) throws IOException, LoadException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // To read a pipe would be to wait for ever.
            throw new FileSystemException(file.toString(), null, "not a file");
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new LoadException(
                        Reason.INVALID_ARGUMENT,
                        file + " has more than " + MOST_BYTES + " bytes, which no settings and no schema have; correct"
                                + " the path.");
            }
            return bytes;
        }
    }

    private static ObjectNode object(Path file, String text) throws LoadException {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    file + " is not valid JSON: " + e.getOriginalMessage() + "; correct it.",
                    e);
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new LoadException(Reason.INVALID_ARGUMENT, file + " is not a JSON object; correct it.");
    }
}
