package dev.inferport.servicekit;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;

/** Asks the admin server's clients for the certificate that the configuration wants. */
final class AdminTls extends HttpsConfigurator {

    private final Tls tls;

    AdminTls(Tls tls) {
        super(tls.context());
        this.tls = tls;
    }

    @Override
    public void configure(HttpsParameters connection) {
        connection.setSSLParameters(tls.serverParameters(tls.context().getDefaultSSLParameters()));
    }
}
