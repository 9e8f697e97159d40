package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.core.InferenceRuntime;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The model repository extension: the index of models, load and unload. */
final class RepositoryOperations {

    private final InferenceRuntime runtime;
    private final JsonFactory json;
    private final MetadataWriter writer;
    private final GzipCoding gzip;
    private final Executor background;

    /** @param background reads the repository, which is on disk */
    RepositoryOperations(
            InferenceRuntime runtime, JsonFactory json, MetadataWriter writer, GzipCoding gzip, Executor background) {
        this.runtime = runtime;
        this.json = json;
        this.writer = writer;
        this.gzip = gzip;
        this.background = background;
    }

    CompletableFuture<RestResponse> index(ReceivedRequest request) {
        return CompletableFuture.supplyAsync(
                () -> writer.index(runtime.index(readyOnly(gzip.inflate(request.headers(), request.body())))),
                background);
    }

    /** Answers when the model is in service. What the body says is for repositories of other kinds. */
    CompletableFuture<RestResponse> load(String model) {
        return runtime.load(model).thenApply(done -> RestResponse.empty());
    }

    CompletableFuture<RestResponse> unload(String model) {
        return runtime.unload(model).thenApply(done -> RestResponse.empty());
    }

    /** {@code {"ready": true}}; without a body, or without the key, all models are asked for. */
    private boolean readyOnly(RequestBody body) {
        if (body.isEmpty()) {
            return false;
        }
        boolean readyOnly = false;
        try (JsonParser parser = json.createParser(body.bytes(), 0, body.length())) {
            parser.nextToken();
            Fields.requireObject(parser, "the body");
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                if (key.equals("ready")) {
                    readyOnly = truth(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw JsonErrors.malformed(e);
        }
        return readyOnly;
    }

    private static boolean truth(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (!token.isBoolean() && token != JsonToken.VALUE_NULL) {
            throw Fields.wrong(parser, "ready", "true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }
}
