package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.core.InferenceRuntime;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The pages that document the protocol, for the server and for each model, with the OpenAPI documents that they show.
 * All that a page needs comes from this server, and the page forbids its browser to ask any other.
 */
final class DocsOperations {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

    private static final String A_DAY = "max-age=86400";

    private final InferenceRuntime runtime;
    private final Router router;
    private final OpenApiDocument document = new OpenApiDocument();
    private final DocsFiles files = new DocsFiles();
    private final Executor background;

    /** @param background reads files, and what models say of themselves */
    DocsOperations(InferenceRuntime runtime, Router router, Executor background) {
        this.runtime = runtime;
        this.router = router;
        this.background = background;
    }

    /** The page of the server. */
    CompletableFuture<RestResponse> serverPage(ReceivedRequest request) {
        return onBackground(() -> page(runtime.info().name(), request));
    }

    /** The page of a model that is loaded. */
    CompletableFuture<RestResponse> modelPage(Route route, ReceivedRequest request) {
        return onBackground(() -> {
            ModelMetadata metadata = runtime.metadata(route.model(), route.version());
            return page(metadata.name(), request);
        });
    }

    CompletableFuture<RestResponse> serverDocument(ReceivedRequest request) {
        return onBackground(() -> json(document.ofServer(
                runtime.info(), runtime.routes(), path(request).toServer())));
    }

    CompletableFuture<RestResponse> modelDocument(Route route, ReceivedRequest request) {
        return onBackground(() -> {
            ModelMetadata metadata = runtime.metadata(route.model(), route.version());
            DocsPath path = path(request);
            return json(document.ofModel(metadata, route.version(), path.encodedModel(), path.toServer()));
        });
    }

    /** A script, a style sheet or an image of the pages. */
    CompletableFuture<RestResponse> file(String name) {
        return onBackground(() -> files.read(name)
                .map(file -> RestResponse.typed(file.contentType(), Unpooled.wrappedBuffer(file.bytes()))
                        .with(HttpHeaderNames.CACHE_CONTROL, A_DAY))
                .orElseThrow(() -> new RestException(HttpResponseStatus.NOT_FOUND, "the pages have no such file")));
    }

    private DocsPath path(ReceivedRequest request) {
        return new DocsPath(router.pathBehindPrefix(request.target()));
    }

    private RestResponse page(String title, ReceivedRequest request) {
        DocsPath path = path(request);
        String html = files.page()
                .replace("@TITLE@", escaped(title))
                .replace("@ROOT@", path.toProtocolRoot())
                .replace("@DOCUMENT@", path.toDocument());
        return RestResponse.typed("text/html; charset=utf-8", Unpooled.copiedBuffer(html, StandardCharsets.UTF_8))
                .with(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .with(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    }

    private static RestResponse json(byte[] document) {
        return RestResponse.json(Unpooled.wrappedBuffer(document)).with(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private CompletableFuture<RestResponse> onBackground(Supplier<RestResponse> answer) {
        return CompletableFuture.supplyAsync(answer, background);
    }
}
