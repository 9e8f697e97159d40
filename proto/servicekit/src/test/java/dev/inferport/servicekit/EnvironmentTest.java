package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    private enum Mode {
        FAST,
        VERY_SAFE
    }

    @Test
    void aFileModeIsOctal() {
        var environment = Environment.of(Map.of("A", "660", "B", "0700", "C", "888"));

        assertThat(environment.fileMode("A")).contains(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(environment.fileMode("B")).contains(PosixFilePermissions.fromString("rwx------"));
        assertThat(environment.fileMode("C")).isEmpty();
        assertThatThrownBy(environment::check)
                .hasMessageContaining("C: '888' (expected: three octal digits, such as 660)");
    }

    @Test
    void anUnsetVariableYieldsItsDefault() {
        var environment = Environment.of(Map.of());
        assertThat(environment.string("X", "d")).isEqualTo("d");
        assertThat(environment.string("X")).isEmpty();
        assertThat(environment.integer("X", 3, 0, 9)).isEqualTo(3);
        assertThat(environment.integer("X", 0, 9)).isEmpty();
        assertThat(environment.longValue("X", 3L, 0, 9)).isEqualTo(3L);
        assertThat(environment.bool("X", true)).isTrue();
        assertThat(environment.decimal("X", 1.25, 0, 9)).isEqualTo(1.25);
        assertThat(environment.path("X", Path.of("/d"))).isEqualTo(Path.of("/d"));
        assertThat(environment.millis("X", Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(environment.choice("X", Mode.FAST)).isEqualTo(Mode.FAST);
        assertThat(environment.list("X", List.of("d"))).containsExactly("d");
        assertThat(environment.endpoint("X", Endpoint.parse("port:1"))).hasToString("port:1");
        assertThat(environment.isSet("X")).isFalse();
        environment.check();
    }

    @Test
    void aSetVariableYieldsItsValue() {
        var environment = Environment.of(Map.of(
                "S",
                " s ",
                "I",
                " 7 ",
                "L",
                "9999999999",
                "D",
                "1.5",
                "P",
                "/p",
                "MS",
                "90000",
                "C",
                "very-safe",
                "LIST",
                "a, b,,c",
                "E",
                "unix:/e",
                "NEGATIVE",
                "-1"));
        assertThat(environment.string("S", "d")).isEqualTo(" s ");
        assertThat(environment.integer("I", 3, 0, 9)).isEqualTo(7);
        assertThat(environment.integer("NEGATIVE", 3, -1, 9)).isEqualTo(-1);
        assertThat(environment.longValue("L", 3L, 0, Long.MAX_VALUE)).isEqualTo(9999999999L);
        assertThat(environment.decimal("D", 1, 0, 9)).isEqualTo(1.5);
        assertThat(environment.path("P")).contains(Path.of("/p"));
        assertThat(environment.millis("MS", Duration.ZERO)).isEqualTo(Duration.ofSeconds(90));
        assertThat(environment.choice("C", Mode.FAST)).isEqualTo(Mode.VERY_SAFE);
        assertThat(environment.list("LIST", List.of())).containsExactly("a", "b", "c");
        assertThat(environment.endpoint("E", Endpoint.parse("port:1"))).hasToString("unix:/e");
        assertThat(environment.isSet("S")).isTrue();
        environment.check();
    }

    @ParameterizedTest
    @CsvSource({
        "1,true",
        "0,false",
        "true,true",
        "false,false",
        "TRUE,true",
        "False,false",
        "yes,true",
        "No,false",
        "ON,true",
        "off,false",
        "t,true",
        "F,false",
        "y,true",
        "n,false",
        "' true ',true"
    })
    void booleansHaveManySpellings(String text, boolean value) {
        var environment = Environment.of(Map.of("B", text));
        assertThat(environment.bool("B", !value)).isEqualTo(value);
        environment.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "ja", "tru", "-1", "null"})
    void anythingElseIsNoBoolean(String text) {
        var environment = Environment.of(Map.of("B", text));
        assertThat(environment.bool("B", true)).isTrue();
        assertThatThrownBy(environment::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("B: '" + text + "' (expected: true or false");
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        var environment = Environment.of(Map.of(
                "PORT",
                "70000",
                "COUNT",
                "many",
                "RATIO",
                "NaN",
                "MODE",
                "slow",
                "DATA",
                "port:x",
                "HUGE",
                "99999999999999999999"));
        var thrown = catchThrowableOfType(
                ConfigurationException.class,
                () -> environment.bind(e -> {
                    e.integer("PORT", 8085, 0, 65535);
                    e.integer("COUNT", 1, 1, Integer.MAX_VALUE);
                    e.decimal("RATIO", 1.25, 0, 10);
                    e.choice("MODE", Mode.FAST);
                    e.endpoint("DATA", Endpoint.parse("port:1"));
                    e.longValue("HUGE", 1, 0, Long.MAX_VALUE);
                    e.integer("PORT", 8085, 0, 65535);
                    return e;
                }));
        assertThat(thrown.problems())
                .containsExactly(
                        "PORT: '70000' (expected: a whole number from 0 to 65535)",
                        "COUNT: 'many' (expected: a whole number, at least 1)",
                        "RATIO: 'NaN' (expected: a number from 0.0 to 10.0)",
                        "MODE: 'slow' (expected: one of FAST, VERY_SAFE)",
                        "DATA: 'port:x' (expected: port:N or unix:/path)",
                        "HUGE: '99999999999999999999' (expected: a whole number, at least 0)");
        assertThat(thrown).hasMessageStartingWith("the configuration has 6 problems:\n  PORT: '70000'");
    }

    @Test
    void anEmptyVariableIsUnsetExceptForStrings() {
        var environment = Environment.of(Map.of("X", "", "BLANK", "  "));
        assertThat(environment.string("X", "d")).isEmpty();
        assertThat(environment.string("X")).isEmpty();
        assertThat(environment.integer("X", 3, 0, 9)).isEqualTo(3);
        assertThat(environment.bool("BLANK", true)).isTrue();
        assertThat(environment.isSet("X")).isFalse();
        environment.check();
    }

    @Test
    void namesMatchInAnyCaseWhereAsked() {
        var variables = Map.of("mlserver_Http_Port", "1", "MLSERVER_GRPC_PORT", "2", "mlserver_grpc_port", "3");
        var lenient = Environment.ofIgnoringCase(variables);
        assertThat(lenient.integer("MLSERVER_HTTP_PORT", 0, 0, 9)).isEqualTo(1);
        assertThat(lenient.integer("mlserver_grpc_port", 0, 0, 9)).isEqualTo(2);
        assertThat(lenient.startingWith("MLSERVER_H")).containsOnlyKeys("mlserver_Http_Port");

        var strict = Environment.of(variables);
        assertThat(strict.integer("MLSERVER_HTTP_PORT", 0, 0, 9)).isZero();
        assertThat(strict.startingWith("MLSERVER_")).containsOnlyKeys("MLSERVER_GRPC_PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DB_PASSWORD", "client_secret", "AUTH_TOKEN", "ACCESS_KEY_ID"})
    void aSecretIsNeverShown(String name) {
        var environment = Environment.of(Map.of(name, "hunter2"));
        environment.integer(name, 0, 0, 1);
        assertThatThrownBy(environment::check)
                .hasMessageContaining(name + ": (hidden)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aProblemThatOnlyTheBinderSeesIsReported() {
        var environment = Environment.of(Map.of("A", "1", "B", "1"));
        environment.problem("A and B are both set (expected: one of them)");
        assertThatThrownBy(environment::check)
                .hasMessage("the configuration has a problem: A and B are both set (expected: one of them)");

        assertThatThrownBy(() -> Environment.of(Map.of()).bind(e -> new GrpcLimits(0, 1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("maxMessageBytes: 0");
        assertThat(Environment.of(Map.of("N", "5")).<Integer>bind(e -> e.integer("N", 1, 0, 9)))
                .isEqualTo(5);
    }
}
