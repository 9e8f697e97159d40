package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogSetupTest {

    private final Logger root = Logger.getLogger("");
    private final Handler[] handlersBefore = root.getHandlers();
    private final Level levelBefore = root.getLevel();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @AfterEach
    void restore() {
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        for (Handler handler : handlersBefore) {
            root.addHandler(handler);
        }
        root.setLevel(levelBefore);
        Logger.getLogger("io.grpc").setLevel(null);
        Logger.getLogger("io.netty").setLevel(null);
    }

    @Test
    void anEventIsOneLine() {
        LogSetup.configure(LogSetup.Format.TEXT, "info", out);
        var log = LoggerFactory.getLogger("dev.inferport.Puller");
        log.info("event=pulled model={} ms={}", "a\nforged\r\u001bline", 12);
        log.debug("event=invisible");
        assertThat(text())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  Puller "
                        + "event=pulled model=a\\\\nforged\\\\u000d\\\\u001bline ms=12\n");
    }

    @Test
    void jsonIsOneObjectPerLine() {
        LogSetup.configure(LogSetup.Format.JSON, "INFO", out);
        LoggerFactory.getLogger("dev.inferport.Puller")
                .warn("say \"hi\"\n\\ \ud83d\ude00", new IllegalStateException("why"));
        assertThat(text().lines()).hasSize(1);
        assertThat(text())
                .startsWith("{\"time\":\"")
                .contains("\"level\":\"WARN\",\"logger\":\"dev.inferport.Puller\",\"thread\":\"")
                .contains("\"message\":\"say \\\"hi\\\"\\n\\\\ \\ud83d\\ude00\"")
                .contains("\"error\":\"java.lang.IllegalStateException: why\\n\\u0009at ")
                .endsWith("\"}\n");
    }

    @Test
    void librariesAreQuiet() {
        LogLevels levels = LogSetup.configure(LogSetup.Format.TEXT, "DEBUG", out);
        LoggerFactory.getLogger("io.grpc.netty.X").info("chatter");
        LoggerFactory.getLogger("io.netty.channel.X").info("chatter");
        LoggerFactory.getLogger("io.netty.channel.X").warn("trouble");
        assertThat(text()).contains("WARN  X trouble").doesNotContain("chatter");
        assertThat(levels.all()).containsEntry("root", "DEBUG").containsEntry("io.grpc", "WARN");

        assertThat(LogSetup.configure(LogSetup.Format.TEXT, "ERROR", out).all()).containsEntry("io.netty", "ERROR");
        assertThat(LogSetup.configure(LogSetup.Format.TEXT, "TRACE", out).all()).containsEntry("io.netty", "DEBUG");
    }

    @Test
    void aFailureKeepsItsStackTrace() {
        LogSetup.configure(LogSetup.Format.TEXT, "INFO", out);
        LoggerFactory.getLogger("X").error("event=bug", new IllegalStateException("why"));
        assertThat(text()).contains("ERROR X event=bug\n  java.lang.IllegalStateException: why\n");
    }

    @Test
    void aLevelThatIsNoneIsRefused() {
        assertThatThrownBy(() -> LogSetup.configure(LogSetup.Format.TEXT, "loud"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("log level: 'loud' (expected: ERROR");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
