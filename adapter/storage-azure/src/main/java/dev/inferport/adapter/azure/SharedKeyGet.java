package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.LoadException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * Signs with the key of the account, as "Authorize with Shared Key" of the REST reference of Azure Storage defines it
 * for the Blob service. Thread-safe.
 */
final class SharedKeyGet implements HttpGet {

    /** RFC 1123 with two digits for the day, always. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static final String ALGORITHM = "HmacSHA256";

    private final HttpGet plain;
    private final AzureIdentity.AccountKey identity;
    private final Clock clock;

    SharedKeyGet(HttpGet plain, AzureIdentity.AccountKey identity, Clock clock) {
        this.plain = plain;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        var signed = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        signed.putAll(headers);
        signed.put("x-ms-date", TIME.format(clock.instant()));
        signed.put("Authorization", "SharedKey " + identity.account() + ":" + sign(toSign(uri, signed)));
        return plain.get(uri, signed, cancellation);
    }

    private String toSign(URI uri, Map<String, String> headers) {
        // Of Content-Encoding, -Language, -Length, -MD5 and -Type, a GET has none; x-ms-date stands for Date.
        var standard = Stream.of("If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range")
                .map(name -> headers.getOrDefault(name, "") + "\n")
                .collect(Collectors.joining());
        var own = headers.entrySet().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith("x-ms-"))
                .map(header -> header.getKey().toLowerCase(Locale.ROOT) + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        return "GET\n\n\n\n\n\n\n" + standard + own + "/" + identity.account() + uri.getRawPath() + query(uri);
    }

    private static String query(URI uri) {
        if (uri.getRawQuery() == null) {
            return "";
        }
        var sorted = new TreeMap<String, String>();
        for (var part : uri.getRawQuery().split("&", -1)) {
            int equals = part.indexOf('=');
            sorted.put(
                    part.substring(0, equals).toLowerCase(Locale.ROOT),
                    URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return sorted.entrySet().stream()
                .map(parameter -> "\n" + parameter.getKey() + ":" + parameter.getValue())
                .collect(Collectors.joining());
    }

    private String sign(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(identity.key());
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks " + ALGORITHM, e);
        }
    }
}
