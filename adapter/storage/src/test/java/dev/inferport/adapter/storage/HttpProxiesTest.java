package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpProxiesTest {

    @ParameterizedTest
    @CsvSource({
        "http://store.example/x, plain:3128",
        "https://store.example/x, secure:80",
        "http://localhost:9000/x, direct",
        "http://127.0.0.1:9000/x, direct",
        "http://minio.internal:9000/x, direct",
        "http://a.minio.internal/x, direct",
        "http://not-minio.internal/x, plain:3128",
        "http://10.1.2.3/x, direct",
        "http://11.1.2.3/x, plain:3128",
        "http://192.168.7.7/x, direct",
        "https://store.svc.cluster.local/x, direct",
        "http://ported.example:9000/x, direct",
        "http://sub.ported.example:9000/x, direct",
        "http://ported.example:9001/x, plain:3128",
        "http://ported.example/x, plain:3128",
        "https://secure-port.example/x, direct",
        "http://plain-port.example/x, direct",
        "http://[fd00::7]:9000/x, direct",
        "http://[fd00::7]:9001/x, plain:3128",
        "http://[fd00::8]:9001/x, direct"
    })
    void theVariablesSayWhichWayToGo(String uri, String expected) {
        var proxies = HttpProxies.of(Map.of(
                "http_proxy", "plain:3128",
                "HTTPS_PROXY", "http://secure",
                "NO_PROXY",
                        "minio.internal, 10.0.0.0/8,.cluster.local,192.168.7.7,ported.example:9000,secure-port.example:443,"
                                + "plain-port.example:80,[fd00::7]:9000,[fd00::8]"));
        var proxy = proxies.of(URI.create(uri));
        assertThat(proxy.type() == Proxy.Type.DIRECT ? "direct" : address(proxy))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://proxy", "http://user:hidden@proxy:80", "http://", "not a url"})
    void aProxyThatCanNotBeUsedIsLeftOutAndNotQuoted(String text) {
        try (var log = new LogLines(HttpProxies.class)) {
            var proxies = HttpProxies.of(Map.of("HTTP_PROXY", text));
            assertThat(proxies.of(URI.create("http://store"))).isEqualTo(Proxy.NO_PROXY);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("HTTP_PROXY")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void aStoreIsReadThroughItsProxy() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            try (exchange) {
                seen.add(exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        proxy.start();
        var proxies = HttpProxies.of(
                Map.of("HTTP_PROXY", "127.0.0.1:" + proxy.getAddress().getPort()));
        var environment = new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), proxies);
        var uri = URI.create("http://store.invalid/a");
        try (var reply = environment.transport(Optional.empty()).get(uri, Map.of(), Cancellation.none())) {
            assertThat(reply.status()).isEqualTo(204);
        } finally {
            proxy.stop(0);
        }
        assertThat(seen).isEqualTo(List.of("http://store.invalid/a"));
    }

    private static String address(Proxy proxy) {
        var address = (InetSocketAddress) proxy.address();
        return address.getHostString() + ":" + address.getPort();
    }
}
