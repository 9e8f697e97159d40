package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.IdentityIfRefused;
import dev.inferport.adapter.storage.LoadException;
import java.time.Clock;

/** Reaches one bucket in any region, always as the same one. Thread-safe; nothing in it changes but the keys. */
final class S3Places {

    private final S3Settings settings;
    private final HttpTransport plain;
    private final S3CredentialSource credentials;
    private final Clock clock;

    S3Places(S3Settings settings, HttpTransport plain, AwsEnvironment pod, Clock clock) {
        this.settings = settings;
        this.plain = plain;
        this.clock = clock;
        var keys = settings.keys();
        this.credentials =
                keys.isPresent() ? cancellation -> keys.get() : new CredentialChain(pod, plain.withoutTrust(), clock);
    }

    S3Place first() throws LoadException {
        return in(settings.region());
    }

    S3Place in(String region) throws LoadException {
        return new S3Place(region, settings.endpoint().address(settings.bucket(), region), http(region));
    }

    boolean verifiesChecksums() {
        return settings.verifyChecksum();
    }

    private HttpGet http(String region) {
        var signed = new SignedGet(plain, new SignatureV4(region), credentials, clock);
        return switch (settings.identity()) {
            case KEYS, POD -> signed;
            case POD_IF_REFUSED -> new IdentityIfRefused(plain, signed);
            case NOBODY -> plain;
        };
    }
}
