package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpStatuses;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.Renewed;
import dev.inferport.adapter.storage.XmlFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/**
 * Exchanges the token of this pod's service account for keys of a role, by AssumeRoleWithWebIdentity of the security
 * token service ("IAM roles for service accounts"). Thread-safe.
 */
final class WebIdentity implements Renewed.Source<TemporaryKeys> {

    private static final int LONGEST_ANSWER = 64 << 10;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /**
     * Who this pod may be.
     *
     * @param arn of the role
     * @param token the file with the token of the service account, which is renewed from time to time
     * @param session its name in the logs of AWS
     */
    record Role(String arn, Path token, String session) {}

    private final Role role;
    private final URI service;
    private final HttpTransport http;

    WebIdentity(Role role, URI service, HttpTransport http) {
        this.role = role;
        this.service = service;
        this.http = http;
    }

    @Override
    public TemporaryKeys fetch(Cancellation cancellation) throws LoadException {
        var form = new LinkedHashMap<String, String>();
        form.put("Action", "AssumeRoleWithWebIdentity");
        form.put("Version", "2011-06-15");
        form.put("RoleArn", role.arn());
        form.put("RoleSessionName", role.session());
        form.put("WebIdentityToken", token());
        try (var reply = http.post(URI.create(service + "/"), form, cancellation)) {
            var fields = fields(reply);
            if (reply.status() != 200) {
                throw refused(reply.status(), fields.getOrDefault("Code", ""));
            }
            return KeysAnswer.keys(
                    fields.get("AccessKeyId"),
                    fields.get("SecretAccessKey"),
                    fields.get("SessionToken"),
                    Instant.parse(fields.getOrDefault("Expiration", "")));
        } catch (DateTimeException e) {
            throw KeysAnswer.unusable("The security token service of AWS");
        }
    }

    private String token() throws LoadException {
        try {
            return Files.readString(role.token()).strip();
        } catch (IOException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The token of this pod's service account can't be read from '" + role.token()
                            + "'; check the volume.",
                    e);
        }
    }

    /** Every field of the document, whatever group it is in: their names don't repeat. */
    private static Map<String, String> fields(HttpReply reply) {
        var fields = new HashMap<String, String>();
        try {
            var text = reply.excerpt(LONGEST_ANSWER).getBytes(StandardCharsets.UTF_8);
            XmlFields.of(new ByteArrayInputStream(text)).forEachLeaf(fields::put);
        } catch (XMLStreamException e) {
            return fields;
        }
        return fields;
    }

    private LoadException refused(int status, String code) {
        var why = CODE.matcher(code).matches() ? code : "HTTP status " + status;
        var passes = HttpStatuses.reason(status) == Reason.UNAVAILABLE || code.equals("IDPCommunicationError");
        return new LoadException(
                passes ? Reason.UNAVAILABLE : Reason.PERMISSION_DENIED,
                "The security token service of AWS gave no keys for the role " + role.arn() + " (" + why + "); "
                        + (passes ? "try again later." : "check the trust policy of the role."));
    }
}
