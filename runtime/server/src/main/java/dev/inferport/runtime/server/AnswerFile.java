package dev.inferport.runtime.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The output of a batch: a line per request. Safe for any thread. */
final class AnswerFile implements AutoCloseable {

    private final ObjectMapper mapper = BatchJson.mapper();
    private final BufferedWriter writer;

    // Guarded by this.
    private @Nullable IOException failure;

    private AnswerFile(BufferedWriter writer) {
        this.writer = writer;
    }

    /** @param append whether what the file has is kept */
    static AnswerFile open(Path file, boolean append) throws IOException {
        StandardOpenOption mode = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        return new AnswerFile(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode));
    }

    /**
     * Removes what is no answer from an output, such as failures and a line that was cut off.
     *
     * @return the indexes of the requests that have an answer
     */
    static Set<Long> keepAnswers(Path file) throws IOException {
        Set<Long> kept = new HashSet<>();
        if (!Files.exists(file)) {
            return kept;
        }
        ObjectMapper mapper = BatchJson.mapper();
        Path fresh = file.resolveSibling(file.getFileName() + ".resume");
        // This reader takes any bytes: a line may have been cut off within a character.
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(fresh)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode index = answerIndex(mapper, line);
                if (index.canConvertToLong() && kept.add(index.asLong())) {
                    out.write(line);
                    out.newLine();
                }
            }
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        return kept;
    }

    synchronized void write(List<ObjectNode> lines) {
        try {
            for (ObjectNode line : lines) {
                writer.write(mapper.writeValueAsString(line));
                writer.newLine();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Throws what a write has thrown. */
    synchronized void requireWritten() throws IOException {
        writer.flush();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    private static JsonNode answerIndex(ObjectMapper mapper, String line) {
        try {
            JsonNode tree = mapper.readTree(line);
            return tree.has("error") ? mapper.missingNode() : tree.at("/parameters/batch_index");
        } catch (JsonProcessingException e) {
            return mapper.missingNode();
        }
    }
}
