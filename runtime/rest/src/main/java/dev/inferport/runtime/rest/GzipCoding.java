package dev.inferport.runtime.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies that are compressed with gzip, in both directions. Safe for any thread. */
final class GzipCoding {

    /** Below this a compressed body is hardly smaller. */
    private static final int LEAST = 500;

    private static final int FIRST_SIZE = 1 << 14;

    private final int maxBodyBytes;

    /** @param maxBodyBytes that a body may have when inflated */
    GzipCoding(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * @throws RestException (415 for another coding, 413 for a body that inflates to too much, 400 for a broken one)
     */
    RequestBody inflate(HttpHeaders headers, RequestBody body) {
        String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity")
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> inflate(body);
            default ->
                throw new RestException(
                        HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Encoding: " + coding + " (expected: gzip or none)");
        };
    }

    /** The response, compressed if the client takes that and it is worth it. */
    RestResponse deflate(HttpHeaders requestHeaders, RestResponse response) {
        boolean worthwhile = response.body().readableBytes() >= LEAST && accepts(requestHeaders);
        if (!worthwhile) {
            return response;
        }
        ByteBuf compressed = Unpooled.buffer(response.body().readableBytes() / 2);
        try (OutputStream out = new FastGzip(new ByteBufOutputStream(compressed))) {
            response.body()
                    .getBytes(
                            response.body().readerIndex(), out, response.body().readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return response.encoded("gzip", compressed).varying(HttpHeaderNames.ACCEPT_ENCODING.toString());
    }

    private RequestBody inflate(RequestBody body) {
        int limit = maxBodyBytes == Integer.MAX_VALUE ? maxBodyBytes : maxBodyBytes + 1;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body.bytes(), 0, body.length()))) {
            byte[] bytes = new byte[Math.min(limit, FIRST_SIZE)];
            int length = in.readNBytes(bytes, 0, bytes.length);
            while (length == bytes.length && length < limit) {
                int size = (int) Math.min(limit, 2L * bytes.length);
                RequestAssembler.requireRoom(size);
                bytes = Arrays.copyOf(bytes, size);
                length += in.readNBytes(bytes, length, size - length);
            }
            if (length > maxBodyBytes) {
                throw RequestAssembler.tooLarge(maxBodyBytes);
            }
            return new RequestBody(bytes, length);
        } catch (IOException e) {
            throw new RestException(HttpResponseStatus.BAD_REQUEST, "the body is not valid gzip: " + e.getMessage());
        }
    }

    private static boolean accepts(HttpHeaders headers) {
        for (String line : headers.getAll(HttpHeaderNames.ACCEPT_ENCODING)) {
            for (String choice : line.split(",", -1)) {
                String[] parts = choice.strip().toLowerCase(Locale.ROOT).split(";", 2);
                if (parts[0].strip().equals("gzip")) {
                    return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
                }
            }
        }
        return false;
    }

    /** Numbers in JSON shrink nearly as much at the fastest level as at the best. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
