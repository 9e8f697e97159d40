package dev.inferport.servicekit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Answers a scraper in the format that it asks for: the text of Prometheus or of OpenMetrics, or, in a process that has
 * its library, Prometheus protobuf, which alone carries native histograms.
 */
public final class MetricsPage implements HttpHandler {

    private static final int NO_BODY = -1;

    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter protobuf = new PrometheusProtobufWriter();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final PrometheusRegistry registry;

    /** Shows what is registered at the time of each scrape. */
    public MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, NO_BODY);
            return;
        }
        ExpositionFormatWriter format = format(exchange.getRequestHeaders().getFirst("Accept"));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        format.write(page, registry.scrape());
        exchange.getResponseHeaders().set("Content-Type", format.getContentType());
        if (method.equals("HEAD")) {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, page.size());
        page.writeTo(exchange.getResponseBody());
    }

    private ExpositionFormatWriter format(@Nullable String accept) {
        if (accept != null && protobuf.isAvailable() && protobuf.accepts(accept)) {
            return protobuf;
        }
        return accept != null && openMetrics.accepts(accept) ? openMetrics : prometheus;
    }
}
