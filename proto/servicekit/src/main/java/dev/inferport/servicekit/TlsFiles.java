package dev.inferport.servicekit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one side of a TLS connection has its certificates, all in PEM files that may be replaced while the process
 * lives, as Kubernetes does with a mounted secret.
 *
 * @param certificate our own certificate, with what leads from it to its authority; a server must have one
 * @param key the private key of {@code certificate}, without a password
 * @param authorities whom to believe: a server its clients, a client its servers; a client without any believes the
 *     platform's authorities
 * @param clientAuth what a server wants of its clients; clients ignore it
 */
public record TlsFiles(
        Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities, ClientAuth clientAuth) {

    /** What a server wants of its clients. */
    public enum ClientAuth {
        /** No certificate. */
        NONE,
        /** A valid certificate or none. */
        OPTIONAL,
        /** A valid certificate: mutual TLS. */
        REQUIRE
    }

    /** Refuses half a pair, and clients that nobody could believe. */
    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("TLS: a certificate without its key, or a key without its certificate"
                    + " (expected: both or neither)");
        }
        if (clientAuth != ClientAuth.NONE && authorities.isEmpty()) {
            throw new IllegalArgumentException("TLS client authentication: " + clientAuth
                    + " without authorities (expected: a file with the certificates that clients are checked by)");
        }
    }

    /** A server that shows its certificate and asks for none. */
    public static TlsFiles server(Path certificate, Path key) {
        return new TlsFiles(Optional.of(certificate), Optional.of(key), Optional.empty(), ClientAuth.NONE);
    }

    /** A server of mutual TLS. */
    public static TlsFiles mutualServer(Path certificate, Path key, Path clientAuthorities) {
        return new TlsFiles(
                Optional.of(certificate), Optional.of(key), Optional.of(clientAuthorities), ClientAuth.REQUIRE);
    }

    /** A client that believes these authorities only. */
    public static TlsFiles client(Path authorities) {
        return new TlsFiles(Optional.empty(), Optional.empty(), Optional.of(authorities), ClientAuth.NONE);
    }

    /** The same client, which shows a certificate if it is asked for one. */
    public TlsFiles withIdentity(Path newCertificate, Path newKey) {
        return new TlsFiles(Optional.of(newCertificate), Optional.of(newKey), authorities, clientAuth);
    }

    /**
     * A server's files from {@code <prefix>_TLS_CERT_FILE}, {@code _TLS_KEY_FILE}, {@code _TLS_CLIENT_CA_FILE} and
     * {@code _TLS_CLIENT_AUTH} (none, optional or require; require if there is a CA file). Empty, which means plain
     * text, unless one of the first two is set.
     */
    public static Optional<TlsFiles> ofServer(Environment environment, String prefix) {
        var certificate = environment.path(prefix + "_TLS_CERT_FILE");
        var key = environment.path(prefix + "_TLS_KEY_FILE");
        var authorities = environment.path(prefix + "_TLS_CLIENT_CA_FILE");
        var clientAuth = environment.choice(
                prefix + "_TLS_CLIENT_AUTH", authorities.isPresent() ? ClientAuth.REQUIRE : ClientAuth.NONE);
        if (certificate.isEmpty() && key.isEmpty()) {
            if (authorities.isPresent()) {
                environment.problem(prefix + "_TLS_CLIENT_CA_FILE is set, but no certificate of the server (expected: "
                        + prefix + "_TLS_CERT_FILE and " + prefix + "_TLS_KEY_FILE too)");
            }
            return Optional.empty();
        }
        return checked(environment, prefix, certificate, key, authorities, clientAuth);
    }

    /**
     * A client's files from {@code <prefix>_TLS_CA_FILE}, {@code _TLS_CERT_FILE} and {@code _TLS_KEY_FILE}. Empty,
     * which means plain text, unless one of them is set or {@code <prefix>_TLS} is true.
     */
    public static Optional<TlsFiles> ofClient(Environment environment, String prefix) {
        var authorities = environment.path(prefix + "_TLS_CA_FILE");
        var certificate = environment.path(prefix + "_TLS_CERT_FILE");
        var key = environment.path(prefix + "_TLS_KEY_FILE");
        var wanted = environment.bool(prefix + "_TLS", false);
        if (!wanted && authorities.isEmpty() && certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        return checked(environment, prefix, certificate, key, authorities, ClientAuth.NONE);
    }

    private static Optional<TlsFiles> checked(
            Environment environment,
            String prefix,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> authorities,
            ClientAuth clientAuth) {
        try {
            return Optional.of(new TlsFiles(certificate, key, authorities, clientAuth));
        } catch (IllegalArgumentException e) {
            environment.problem(prefix + "_TLS_*: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** All files there are. */
    List<Path> all() {
        return Stream.of(certificate, key, authorities)
                .flatMap(Optional::stream)
                .toList();
    }
}
