package dev.inferport.runtime.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run over a file of requests. The calling thread reads and waits; answers are written as they come. */
final class BatchJob {

    private final ObjectMapper mapper = BatchJson.mapper();
    private final Path input;
    private final Path output;
    private final int workers;
    private final int batchSize;
    private final BatchPace pace;
    private final BatchClient client;
    private final BatchProgress progress;
    private final Semaphore places;

    BatchJob(
            Path input,
            Path output,
            int workers,
            int batchSize,
            BatchPace pace,
            BatchClient client,
            BatchProgress progress) {
        this.input = input;
        this.output = output;
        this.workers = workers;
        this.batchSize = batchSize;
        this.pace = pace;
        this.client = client;
        this.progress = progress;
        this.places = new Semaphore(workers);
    }

    /**
     * Asks for every request, or for those without an answer in the output.
     *
     * @throws IOException where a file can't be read or written; what was answered until then is in the output
     */
    void run(boolean resume) throws IOException, InterruptedException {
        Set<Long> answered = resume ? AnswerFile.keepAnswers(output) : Set.of();
        progress.begin(countRequests(), answered.size());
        try (AnswerFile answers = AnswerFile.open(output, resume);
                BufferedReader requests = Files.newBufferedReader(input)) {
            List<BatchRequest> batch = new ArrayList<>();
            long index = 0;
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                if (!line.isBlank() && !answered.contains(index)) {
                    BatchRequest request = parse(index, line, answers);
                    if (request != null && !batch.isEmpty() && !batch.get(0).isAlike(request)) {
                        send(batch, answers);
                        batch = new ArrayList<>();
                    }
                    if (request != null) {
                        batch.add(request);
                    }
                    if (batch.size() == batchSize) {
                        send(batch, answers);
                        batch = new ArrayList<>();
                    }
                }
                index++;
            }
            if (!batch.isEmpty()) {
                send(batch, answers);
            }
            places.acquire(workers);
            answers.requireWritten();
        }
    }

    private long countRequests() throws IOException {
        try (Stream<String> lines = Files.lines(input)) {
            return lines.filter(line -> !line.isBlank()).count();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new IOException(input + " is no text in UTF-8 (expected: one request in JSON per line)", e);
            }
            throw e.getCause();
        }
    }

    private @Nullable BatchRequest parse(long index, String line, AnswerFile answers) {
        try {
            JsonNode tree = mapper.readTree(line);
            if (tree instanceof ObjectNode object && object.path("inputs").isArray()) {
                return new BatchRequest(index, object);
            }
            fail(index, "preprocessing error", "not a V2 request: an object with inputs is expected", answers);
        } catch (JsonProcessingException e) {
            fail(index, "preprocessing error", e.getOriginalMessage(), answers);
        }
        return null;
    }

    private void send(List<BatchRequest> batch, AnswerFile answers) throws IOException, InterruptedException {
        pace.await();
        places.acquire();
        byte[] body = mapper.writeValueAsBytes(BatchRequest.merged(batch));
        var unused = client.call(body).whenComplete((response, failure) -> {
            try {
                if (failure != null) {
                    batch.forEach(
                            request -> fail(request.index(), "connection error", String.valueOf(failure), answers));
                } else {
                    answer(batch, response, answers);
                }
            } finally {
                places.release();
            }
        });
    }

    private void answer(List<BatchRequest> batch, HttpResponse<byte[]> response, AnswerFile answers) {
        try {
            JsonNode body = mapper.readTree(response.body());
            if (response.statusCode() != 200 || !(body instanceof ObjectNode object)) {
                String why = body.path("error").asText(body.toString());
                String status = "status " + response.statusCode();
                batch.forEach(request -> fail(request.index(), status, why, answers));
                return;
            }
            answers.write(BatchRequest.split(batch, object));
            progress.answered(batch.size());
        } catch (IOException | RuntimeException e) {
            // Whatever a server sends: each request has an answer or a failure, or the exit code would be wrong.
            batch.forEach(request -> fail(request.index(), "postprocessing error", String.valueOf(e), answers));
        }
    }

    private void fail(long index, String status, String why, AnswerFile answers) {
        ObjectNode line = mapper.createObjectNode();
        line.putObject("parameters").put("batch_index", index);
        line.putObject("error").put("status", status).put("msg", why);
        answers.write(List.of(line));
        progress.failed(index, status + ": " + why);
    }
}
