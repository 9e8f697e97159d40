package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.core.Call;
import dev.inferport.runtime.core.InferenceRuntime;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Inference: reads the request, has the runtime answer it once or with a stream, writes the response. */
final class InferOperation {

    /** Bodies up to this size are read on the network thread; that takes less than a change of threads costs others. */
    private static final int SMALL_BODY = 64 << 10;

    private final InferenceRuntime runtime;
    private final RequestParser parser;
    private final RequestParser promptParser;
    private final ResponseWriter writer;
    private final TextWriter textWriter;
    private final GzipCoding gzip;
    private final ErrorReplies errors;
    private final Executor background;

    /** @param background reads bodies that are large */
    InferOperation(
            InferenceRuntime runtime, JsonFactory json, GzipCoding gzip, ErrorReplies errors, Executor background) {
        this.runtime = runtime;
        this.parser = new RequestParser(json, false);
        this.promptParser = new RequestParser(json, true);
        this.writer = new ResponseWriter(json);
        this.textWriter = new TextWriter(json);
        this.gzip = gzip;
        this.errors = errors;
        this.background = background;
    }

    /** Completes on the thread that ran the model, which also writes the JSON of the response. */
    CompletableFuture<RestResponse> infer(Route route, ReceivedRequest received, Call call) {
        return read(route, received, parser, parsed -> infer(parsed.request(), call));
    }

    /** As {@link #infer}; a prompt is answered with text. */
    CompletableFuture<RestResponse> generate(Route route, ReceivedRequest received, Call call) {
        return read(
                route,
                received,
                promptParser,
                parsed -> parsed.isPrompt() ? text(parsed.request(), call) : infer(parsed.request(), call));
    }

    /** Completes with the first answer, on the model's thread. */
    CompletableFuture<RestResponse> inferStream(Route route, ReceivedRequest received, Call call) {
        return read(route, received, parser, parsed -> stream(parsed.request(), writer::writeJson, call));
    }

    /** As {@link #inferStream}; a prompt is answered with pieces of text. */
    CompletableFuture<RestResponse> generateStream(Route route, ReceivedRequest received, Call call) {
        return read(
                route,
                received,
                promptParser,
                parsed -> stream(parsed.request(), parsed.isPrompt() ? textWriter::write : writer::writeJson, call));
    }

    private CompletableFuture<RestResponse> infer(InferenceRequest request, Call call) {
        BinaryOutputs binary = BinaryOutputs.of(request);
        return runtime.infer(request, call).thenApply(response -> writer.write(response, binary));
    }

    private CompletableFuture<RestResponse> text(InferenceRequest request, Call call) {
        return runtime.infer(request, call).thenApply(response -> RestResponse.json(textWriter.write(response))
                .with(response.headers()));
    }

    private CompletableFuture<RestResponse> stream(
            InferenceRequest request, Function<InferenceResponse, ByteBuf> json, Call call) {
        EventStream events = new EventStream(call, json, errors::reply);
        var unused = runtime.stream(List.of(request).iterator(), events, call)
                .whenComplete((done, failure) -> events.end(failure));
        return events.head();
    }

    private CompletableFuture<RestResponse> read(
            Route route,
            ReceivedRequest received,
            RequestParser by,
            Function<RequestParser.Parsed, CompletableFuture<RestResponse>> answer) {
        boolean compressed = received.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
        if (received.body().length() <= SMALL_BODY && !compressed) {
            return answer.apply(read(route, received, by));
        }
        return CompletableFuture.supplyAsync(() -> read(route, received, by), background)
                .thenCompose(answer);
    }

    private RequestParser.Parsed read(Route route, ReceivedRequest received, RequestParser by) {
        RequestBody body = gzip.inflate(received.headers(), received.body());
        InferenceRequest.Builder request =
                InferenceRequest.builder(route.model()).headers(RequestHeaders.forModel(received.headers()));
        route.version().ifPresent(request::modelVersion);
        return by.parse(body, jsonLength(received.headers(), body), request);
    }

    private static int jsonLength(HttpHeaders headers, RequestBody body) {
        String value = headers.get(BinarySection.JSON_LENGTH_HEADER);
        if (value == null) {
            return body.length();
        }
        int length = parse(value);
        if (length < 0 || length > body.length()) {
            throw new InferenceException(BinarySection.JSON_LENGTH_HEADER + ": " + value + " (expected: 0 to "
                    + body.length() + ", the length of the body)");
        }
        return length;
    }

    private static int parse(String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
