package dev.inferport.runtime.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {

    @ParameterizedTest
    @CsvSource({
        "4 3 2 1 7 5 6, 7",
        "9 10, 10",
        "v10 v3 v2, v3",
        "8 v3 7, v3",
        "v1.0.0 v1.2.3 v12.3.4, v12.3.4",
        "99999999999999999999 3, 99999999999999999999",
        "5, 5"
    })
    void theGreatestVersionIsTheDefault(String versions, String expected) {
        assertThat(VersionOrder.defaultOf(List.of(versions.split(" ")))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0", "zzz"})
    void aModelWithoutAVersionComesFirst(String other) {
        assertThat(VersionOrder.defaultOf(List.of(other, ""))).isEmpty();
    }
}
