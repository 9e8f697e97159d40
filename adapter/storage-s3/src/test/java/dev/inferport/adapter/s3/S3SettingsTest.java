package dev.inferport.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.StorageConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3SettingsTest {

    @Test
    void everythingHasADefaultButTheBucket() throws LoadException {
        var settings = settings("bucket", "models");
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.credentials().current(Cancellation.none())).isEmpty();
        assertThat(settings.certificate()).isEmpty();
        assertThat(settings.verifyChecksum()).isTrue();
        assertThatThrownBy(() -> settings("region", "x")).hasMessageContaining("bucket");
    }

    @Test
    void theNamesOfTheEnvironmentAreUnderstood() throws LoadException {
        var settings = settings(
                "AWS_S3_BUCKET", "models",
                "AWS_ENDPOINT_URL", "http://store:9000",
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "token");
        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.address().object("a b")).hasToString("http://store:9000/models/a%20b");
        assertThat(settings.credentials()
                        .current(Cancellation.none())
                        .orElseThrow()
                        .sessionToken())
                .contains("token");
    }

    @ParameterizedTest
    @CsvSource({
        "http://store:9000, models, http://store:9000/models/k",
        "http://store:80/, models, http://store/models/k",
        "https://store:443/base/, models, https://store/base/models/k",
        "store.example, models, https://store.example/models/k",
        ", models, https://models.s3.us-east-1.amazonaws.com/k",
        ", my.models, https://s3.us-east-1.amazonaws.com/my.models/k"
    })
    void theAddressFollowsFromEndpointAndBucket(String endpoint, String bucket, String expected) throws LoadException {
        var settings =
                endpoint == null ? settings("bucket", bucket) : settings("bucket", bucket, "endpoint_url", endpoint);
        assertThat(settings.address().object("k")).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint_url, ftp://store",
        "endpoint_url, http://user:word@store",
        "endpoint_url, http://store?key=word",
        "endpoint_url, http://",
        "region, evil.example/",
        "bucket, ../other",
        "bucket, a/b",
        "access_key_id, id",
        "secret_access_key, word"
    })
    void whatCanNotBeIsRefusedWithoutQuotingASecret(String name, String value) {
        assertThatThrownBy(() -> settings("bucket", "models", name, value))
                .isInstanceOf(LoadException.class)
                .message()
                .doesNotContain("word");
    }

    private static S3Settings settings(String... pairs) throws LoadException {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return S3Settings.of(StorageConfig.of("s3", fields));
    }
}
