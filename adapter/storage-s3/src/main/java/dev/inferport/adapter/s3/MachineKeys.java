package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.Renewed;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;

/** Keys of the role of this machine, from its metadata service in version 2. Thread-safe. */
final class MachineKeys implements Renewed.Source<TemporaryKeys> {

    private static final String SERVICE = "The metadata service of this machine";
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
    private static final int LONGEST_LINE = 4 << 10;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+=,.@_/-]{1,1024}");

    private final URI service;
    private final HttpTransport http;
    private final Clock clock;

    MachineKeys(URI service, HttpTransport http, Clock clock) {
        this.service = service;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public TemporaryKeys fetch(Cancellation cancellation) throws LoadException {
        var now = clock.instant();
        try {
            var lifetime = Map.of("X-aws-ec2-metadata-token-ttl-seconds", "60");
            var session = Map.of(
                    "X-aws-ec2-metadata-token", word(http.put(uri("/latest/api/token"), lifetime, cancellation)));
            var role = word(http.get(uri(ROLES), session, cancellation));
            return KeysAnswer.read(http.get(uri(ROLES + role), session, cancellation), SERVICE, now);
        } catch (LoadException e) {
            cancellation.throwIfCancelled();
            if (e.reason() == Reason.UNAVAILABLE && !HttpTransport.isNobodyThere(e)) {
                throw e;
            }
            throw new LoadException(
                    Reason.PERMISSION_DENIED,
                    "This pod has no role of AWS (" + e.sentence() + "); give its service account one that may read the"
                            + " bucket, or give the storage an access_key_id and secret_access_key.",
                    e);
        }
    }

    private URI uri(String path) {
        return URI.create(service + path);
    }

    /** The first line of an answer, where it is a name and not a page of something else. */
    private static String word(HttpReply reply) throws LoadException {
        try (reply) {
            var line = reply.status() == 200
                    ? reply.excerpt(LONGEST_LINE).lines().findFirst().orElse("")
                    : "";
            if (!WORD.matcher(line).matches()) {
                throw KeysAnswer.refused(SERVICE, reply.status());
            }
            return line;
        }
    }
}
