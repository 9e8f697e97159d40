package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.wire.mmesh.LoadModelRequest;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadCommandsTest {

    @Test
    void everyKeyIsRead() throws Exception {
        var command = LoadCommands.from(request("""
                {"model_type": {"name": "XGBoost", "version": "1"}, "bucket": "b", "disk_size_bytes": 54321,
                 "schema_path": "schemas/s.json", "storage_key": "k", "storage_params": {"type": "s3", "region": "r"},
                 "size_in_bytes": 99, "from_the_future": [1]}"""));

        assertThat(command.id()).isEqualTo(new ModelId("m"));
        assertThat(command.modelType()).isEqualTo("xgboost");
        assertThat(command.modelPath()).isEqualTo("models/m");
        assertThat(command.schemaPath()).contains("schemas/s.json");
        assertThat(command.diskBytes()).isEqualTo(OptionalLong.of(54321));
        assertThat(command.declaredBytes()).isEqualTo(OptionalLong.of(99));
        assertThat(command.storage().storageKey()).contains("k");
        assertThat(command.storage().bucket()).contains("b");
        assertThat(command.storage().parameters()).isEqualTo(Map.of("type", "s3", "region", "r"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model_type\": \"SKLearn\"}                     | sklearn",
                "{\"model_type\": \"sklearn:0.24\"}                | sklearn",
                "{\"model_type\": {\"name\": \"lightgbm:3\"}}      | lightgbm",
                "{\"model_type\": {\"version\": \"3\"}}            | fallback",
                "{\"model_type\": \"\"}                            | fallback",
                "{}                                                | fallback"
            })
    void theTypeOfTheKeyWinsOverThatOfTheRequest(String key, String expected) throws Exception {
        assertThat(LoadCommands.from(request(key)).modelType()).isEqualTo(expected);
    }

    @Test
    void anEmptyKeyIsAnEmptyObject() throws Exception {
        var command = LoadCommands.from(request(""));

        assertThat(command.storage().storageKey()).isEmpty();
        assertThat(command.schemaPath()).isEmpty();
        assertThat(command.diskBytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "[]",
                "\"text\"",
                "{} {}",
                "{\"schema_path\": 7}",
                "{\"storage_key\": {}}",
                "{\"bucket\": 1}",
                "{\"storage_params\": \"x\"}",
                "{\"storage_params\": {\"a\": 1}}",
                "{\"disk_size_bytes\": \"10\"}",
                "{\"disk_size_bytes\": -1}",
                "{\"disk_size_bytes\": 1.5}",
                "{\"size_in_bytes\": 0}"
            })
    void aKeyThatCannotBeReadIsRefused(String key) {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> LoadCommands.from(request(key)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }

    @Test
    void anErrorNeverQuotesTheKey() {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> LoadCommands.from(request("{\"storage_params\": {\"secret\": hunter2}}")))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("hunter2"));
    }

    @Test
    void anEmptyIdIsRefused() {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> LoadCommands.from(LoadModelRequest.getDefaultInstance()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }

    private static LoadModelRequest request(String key) {
        return LoadModelRequest.newBuilder()
                .setModelId("m")
                .setModelType("Fallback:1")
                .setModelPath("models/m")
                .setModelKey(key)
                .build();
    }
}
