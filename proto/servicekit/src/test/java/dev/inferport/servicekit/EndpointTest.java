package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "port:8001,           port:8001",
        "8001,                port:8001",
        "' port:8001 ',       port:8001",
        "port:0,              port:0",
        "port:65535,          port:65535",
        "unix:/tmp/a.sock,    unix:/tmp/a.sock",
        "unix:///tmp/a.sock,  unix:/tmp/a.sock",
        "unix:/tmp/a b.sock,  unix:/tmp/a b.sock",
    })
    void aSpellingIsGivenBack(String spelling, String canonical) {
        assertThat(Endpoint.parse(spelling)).hasToString(canonical);
        assertThat(Endpoint.parse(canonical)).isEqualTo(Endpoint.parse(spelling));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "port:",
                "port:x",
                "port:-1",
                "port:+1",
                "port:65536",
                "port:999999999999",
                "port: 80",
                "port:80:81",
                "localhost:8001",
                "http://localhost:8001",
                "unix:",
                "unix:relative.sock",
                "unix://host/path",
                "unix:/tmp/",
                "unix:/",
                "UNIX:/tmp/a",
                "/tmp/a.sock",
                "tcp:8001",
            })
    void anythingElseIsExplained(String spelling) {
        assertThatThrownBy(() -> Endpoint.parse(spelling))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + spelling + "'")
                .hasMessageContaining("expected: 'port:N'")
                .hasMessageContaining("unix:/");
    }

    @Test
    void aPathThatCannotBeASocketAddressIsExplained() {
        assertThatThrownBy(() -> Endpoint.parse("unix:/tmp/" + "x".repeat(103)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("108 bytes (expected: at most 107");
        assertThat(Endpoint.parse("unix:/tmp/" + "x".repeat(102))).isInstanceOf(Endpoint.UnixSocket.class);
        assertThatThrownBy(() -> Endpoint.parse("unix:/tmp/a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Endpoint.unix(Path.of("relative")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absolute");
    }

    @Test
    void aPortIsOnTheLoopbackHostUnlessAHostIsSet() {
        Endpoint loopback = Endpoint.parse("port:8001");
        assertThat(loopback.address()).hasToString("/127.0.0.1:8001");
        assertThat(loopback.withHost("0.0.0.0"))
                .isEqualTo(Endpoint.tcp("0.0.0.0", 8001))
                .hasToString("0.0.0.0:8001");
        assertThat(loopback.withHost("::1")).hasToString("[::1]:8001");
        Endpoint unix = Endpoint.parse("unix:/tmp/a.sock");
        assertThat(unix.withHost("0.0.0.0")).isEqualTo(unix);
    }

    @Test
    void aTcpEndpointRefusesWhatCannotBeAddressed() {
        assertThatThrownBy(() -> Endpoint.tcp("", 1))
                .hasMessage("host: empty (expected: a host name or an IP address)");
        assertThatThrownBy(() -> Endpoint.tcp("h", 65536)).hasMessage("port: 65536 (expected: 0 to 65535)");
        assertThatThrownBy(() -> Endpoint.tcp("h", -1)).hasMessage("port: -1 (expected: 0 to 65535)");
    }
}
