package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.core.Call;
import dev.inferport.runtime.core.InferenceRuntime;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Inference: reads the request, has the runtime answer it, writes the response. */
final class InferOperation {

    /** Bodies up to this size are read on the network thread; that takes less than a change of threads costs others. */
    private static final int SMALL_BODY = 64 << 10;

    private final InferenceRuntime runtime;
    private final RequestParser parser;
    private final ResponseWriter writer;
    private final GzipCoding gzip;
    private final Executor background;

    /** @param background reads bodies that are large */
    InferOperation(InferenceRuntime runtime, JsonFactory json, GzipCoding gzip, Executor background) {
        this.runtime = runtime;
        this.parser = new RequestParser(json);
        this.writer = new ResponseWriter(json);
        this.gzip = gzip;
        this.background = background;
    }

    /** Completes on the thread that ran the model, which also writes the JSON of the response. */
    CompletableFuture<RestResponse> infer(Route route, ReceivedRequest received, Call call) {
        boolean compressed = received.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
        if (received.body().length() <= SMALL_BODY && !compressed) {
            return answer(read(route, received), call);
        }
        return CompletableFuture.supplyAsync(() -> read(route, received), background)
                .thenCompose(request -> answer(request, call));
    }

    private CompletableFuture<RestResponse> answer(InferenceRequest request, Call call) {
        BinaryOutputs binary = BinaryOutputs.of(request);
        return runtime.infer(request, call).thenApply(response -> writer.write(response, binary));
    }

    private InferenceRequest read(Route route, ReceivedRequest received) {
        RequestBody body = gzip.inflate(received.headers(), received.body());
        InferenceRequest.Builder request =
                InferenceRequest.builder(route.model()).headers(RequestHeaders.forModel(received.headers()));
        route.version().ifPresent(request::modelVersion);
        return parser.parse(body, jsonLength(received.headers(), body), request);
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
