package dev.inferport.adapter.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The response to a GET. Owned by one thread; close it, even where the status is an error. */
public final class HttpReply implements AutoCloseable {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern RANGE_START = Pattern.compile("bytes (\\d{1,18})-.*");

    private final HttpURLConnection connection;
    private final int status;
    private final PatientInputStream body;

    private HttpReply(HttpURLConnection connection, int status, PatientInputStream body) {
        this.connection = connection;
        this.status = status;
        this.body = body;
    }

    static HttpReply of(HttpURLConnection connection, Duration stall, Cancellation cancellation) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the response is not HTTP");
        }
        var raw = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        var body = raw == null ? InputStream.nullInputStream() : raw;
        long length = raw == null ? 0 : connection.getContentLengthLong();
        return new HttpReply(connection, status, new PatientInputStream(body, length, stall, cancellation));
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** A header of the response, if it is there and not blank. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Every value of a header that may be there several times, in no particular order. */
    public List<String> headers(String name) {
        return connection.getHeaderFields().entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    /** The pause that {@code Retry-After} asks for, in seconds or as a date. */
    public Optional<Duration> retryAfter() {
        var value = header("Retry-After").orElse("");
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        long date = connection.getHeaderFieldDate("Retry-After", 0);
        return date == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, date - System.currentTimeMillis())));
    }

    /** Bytes of the body; negative if the header does not tell. */
    public long length() {
        return connection.getContentLengthLong();
    }

    /** Where a partial body starts, as {@code Content-Range} says; {@code otherwise} where it says nothing. */
    public long rangeStart(long otherwise) {
        var range = RANGE_START.matcher(header("Content-Range").orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) : otherwise;
    }

    /**
     * The body. Its reads fail with an {@link IOException} soon after a cancel and after a stall; closing it closes
     * this reply.
     */
    public InputStream body() {
        return body.closing(this::close);
    }

    /** The first bytes of the body as text, for a sentence about an error; empty if they can't be read. */
    public String excerpt(int bytes) {
        try {
            return new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Keeps the connection for the next exchange if the body was read to its end, else drops it. */
    @Override
    public void close() {
        if (!body.closeReusable()) {
            connection.disconnect();
        }
    }
}
