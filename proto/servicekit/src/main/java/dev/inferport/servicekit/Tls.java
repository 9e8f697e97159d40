package dev.inferport.servicekit;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one listener or one channel, whose certificates may change while it lives: each handshake looks whether the
 * files are other ones than before, and reads them again if so. Connections that are open keep what they began with.
 * Files that can't be used, such as a certificate whose key hasn't been replaced yet, leave the last good ones in force
 * and are an event in the log.
 *
 * <p>For gRPC see {@link GrpcServers.Builder#tls} and {@link GrpcChannels.Builder#tls}, for the admin port
 * {@link AdminServer.Builder#tls}; any other server takes {@link #newServerEngine}. Thread-safe.
 */
public final class Tls {

    private static final Logger log = LoggerFactory.getLogger(Tls.class);

    private static final ApplicationProtocolConfig HTTP2 = new ApplicationProtocolConfig(
            Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, "h2");

    private final TlsFiles files;
    private final SSLContext following;

    // Written under this; read anywhere.
    private volatile Loaded loaded;

    /** What was read, and from which state of the files. A failed attempt keeps the context of the one before. */
    private record Loaded(List<FileStamp> stamps, SSLContext context) {}

    private Tls(TlsFiles files, Loaded loaded) {
        this.files = files;
        this.loaded = loaded;
        this.following = FollowingSslContext.of(this::current);
    }

    /**
     * Reads the files.
     *
     * @throws ConfigurationException in a sentence that names the file that can't be used
     */
    public static Tls open(TlsFiles files) {
        var stamps = FileStamp.of(files.all());
        return new Tls(files, new Loaded(stamps, TlsContexts.read(files)));
    }

    /** The files that are followed. */
    public TlsFiles files() {
        return files;
    }

    /** A context whose new connections follow the files. */
    public SSLContext context() {
        return following;
    }

    /**
     * The server's side of one new connection, with its wish for a client's certificate.
     *
     * @param protocols what is offered by ALPN, best first, such as {@code http/1.1}; none = no ALPN
     */
    public SSLEngine newServerEngine(String... protocols) {
        SSLEngine engine = following.createSSLEngine();
        engine.setUseClientMode(false);
        var parameters = serverParameters(engine.getSSLParameters());
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Adds what clients have to show. */
    SSLParameters serverParameters(SSLParameters parameters) {
        switch (files.clientAuth()) {
            case NONE -> parameters.setNeedClientAuth(false);
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRE -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    SslContext forGrpc(boolean client) {
        var clientAuth =
                switch (files.clientAuth()) {
                    case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
                    case OPTIONAL -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
                    case REQUIRE -> io.netty.handler.ssl.ClientAuth.REQUIRE;
                };
        return new JdkSslContext(
                following,
                client,
                Http2SecurityUtil.CIPHERS,
                SupportedCipherSuiteFilter.INSTANCE,
                HTTP2,
                clientAuth,
                null,
                false);
    }

    private SSLContext current() {
        return FileStamp.of(files.all()).equals(loaded.stamps()) ? loaded.context() : reread();
    }

    private synchronized SSLContext reread() {
        var stamps = FileStamp.of(files.all());
        if (stamps.equals(loaded.stamps())) {
            return loaded.context();
        }
        try {
            loaded = new Loaded(stamps, TlsContexts.read(files));
            log.info("event=tls_reloaded files={}", files.all());
        } catch (ConfigurationException e) {
            loaded = new Loaded(stamps, loaded.context());
            log.warn("event=tls_reload_failed remedy=\"the last good files stay in force\" error=\"{}\"", e.problems());
        }
        return loaded.context();
    }
}
