package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.Renewed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Keys from the agent of EKS Pod Identity, or of ECS, on this machine. Thread-safe. */
final class ContainerKeys implements Renewed.Source<TemporaryKeys> {

    private final URI agent;
    private final Optional<Path> tokenFile;
    private final Optional<String> token;
    private final HttpTransport http;
    private final Clock clock;

    ContainerKeys(URI agent, Optional<Path> tokenFile, Optional<String> token, HttpTransport http, Clock clock) {
        this.agent = agent;
        this.tokenFile = tokenFile;
        this.token = token;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public TemporaryKeys fetch(Cancellation cancellation) throws LoadException {
        var now = clock.instant();
        var proof = proof();
        var headers = proof.isPresent() ? Map.of("Authorization", proof.get()) : Map.<String, String>of();
        return KeysAnswer.read(http.get(agent, headers, cancellation), "The credentials agent of this pod", now);
    }

    private Optional<String> proof() throws LoadException {
        if (tokenFile.isEmpty()) {
            return token;
        }
        try {
            return Optional.of(Files.readString(tokenFile.get()).strip());
        } catch (IOException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The token for the credentials agent can't be read from '" + tokenFile.get()
                            + "'; check the volume.",
                    e);
        }
    }
}
