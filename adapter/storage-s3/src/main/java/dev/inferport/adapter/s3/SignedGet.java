package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.LoadException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/** Signs each request. Thread-safe. */
final class SignedGet implements HttpGet {

    private final HttpGet plain;
    private final SignatureV4 signature;
    private final S3CredentialSource credentials;
    private final Clock clock;

    SignedGet(HttpGet plain, SignatureV4 signature, S3CredentialSource credentials, Clock clock) {
        this.plain = plain;
        this.signature = signature;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        var keys = credentials.current(cancellation);
        return plain.get(uri, signature.sign(uri, headers, keys, clock.instant()), cancellation);
    }
}
