package dev.inferport.runtime.server;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Calls one model over REST, and again where that may help. Safe for any thread. */
final class BatchClient implements AutoCloseable {

    /** Of a server, or a proxy before it, that may answer later. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final long FIRST_DELAY_MILLIS = 100;
    private static final int MAX_DOUBLINGS = 6;

    private final HttpClient http;
    private final ExecutorService threads;
    private final HttpRequest.Builder template;
    private final int retries;

    private BatchClient(HttpClient http, ExecutorService threads, HttpRequest.Builder template, int retries) {
        this.http = http;
        this.threads = threads;
        this.template = template;
        this.retries = retries;
    }

    static BatchClient open(
            String url,
            String model,
            boolean tls,
            boolean insecure,
            List<String> headers,
            Duration timeout,
            int retries) {
        String base = url.contains("://") ? url : (tls ? "https://" : "http://") + url;
        String encoded = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        HttpRequest.Builder template = HttpRequest.newBuilder(
                        URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v2/models/"
                                + encoded + "/infer"))
                .timeout(timeout)
                .header("Content-Type", "application/json");
        for (String header : headers) {
            int colon = header.indexOf(':');
            template.header(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "infer");
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads);
        if (insecure) {
            http.sslContext(believingAnyone());
        }
        return new BatchClient(http.build(), threads, template, retries);
    }

    /** What came back at last: any status, or the failure of the last attempt. */
    CompletableFuture<HttpResponse<byte[]>> call(byte[] request) {
        CompletableFuture<HttpResponse<byte[]>> result = new CompletableFuture<>();
        attempt(request, 0, result);
        return result;
    }

    private void attempt(byte[] body, int number, CompletableFuture<HttpResponse<byte[]>> result) {
        HttpRequest request = template.copy()
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var unused = http.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((response, failure) -> {
            boolean passing = failure != null || PASSING.contains(response.statusCode());
            if (passing && number < retries) {
                CompletableFuture.delayedExecutor(delay(response, number), TimeUnit.MILLISECONDS, threads)
                        .execute(() -> attempt(body, number + 1, result));
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(response);
            }
        });
    }

    private static long delay(@Nullable HttpResponse<byte[]> response, int number) {
        long own = FIRST_DELAY_MILLIS << Math.min(number, MAX_DOUBLINGS);
        if (response == null) {
            return own;
        }
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,3}"))
                .map(value -> Math.min(Long.parseLong(value) * 1000, own * 4))
                .orElse(own);
    }

    private static SSLContext believingAnyone() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
