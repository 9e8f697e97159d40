package dev.inferport.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.adapter.s3.S3Settings.Identity;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.StorageConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3SettingsTest {

    @Test
    void everythingHasADefaultButTheBucket() throws LoadException {
        var settings = settings("bucket", "models");
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.identity()).isEqualTo(Identity.POD_IF_REFUSED);
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
        assertThat(address(settings).object("a b")).hasToString("http://store:9000/models/a%20b");
        assertThat(settings.keys().orElseThrow().sessionToken()).contains("token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_key_id", "secret_access_key", "session_token"})
    void aKeyWithALineBreakIsRefusedWithoutQuotingIt(String name) {
        for (var value : new String[] {"hidden\nhidden", "hidden\r\n hidden", "hidden hidden", "hidden\u00e9"}) {
            var fields = new HashMap<>(
                    Map.of("bucket", "models", "access_key_id", "id", "secret_access_key", "s", "session_token", "t"));
            fields.put(name, value);
            assertThatThrownBy(() -> S3Settings.of(StorageConfig.of("s3", fields), new AwsEnvironment(Map.of())))
                    .hasMessageContaining(name)
                    .message()
                    .doesNotContain("hidden");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "store:9000, 0, '', http://store:9000/models/k",
        "store:9000, 1, '', https://store:9000/models/k",
        "store:9000, '', '', https://store:9000/models/k",
        "store:9000, 0, 1, http://models.store:9000/k"
    })
    void theNamesOfKServeAreUnderstood(String endpoint, String https, String virtual, String expected)
            throws LoadException {
        var settings = settings(
                "bucket", "models",
                "S3_ENDPOINT", endpoint,
                "S3_USE_HTTPS", https,
                "S3_USER_VIRTUAL_BUCKET", virtual,
                "awsAnonymousCredential", "true");
        assertThat(address(settings).object("k")).hasToString(expected);
        assertThat(settings.identity()).isEqualTo(Identity.NOBODY);
    }

    @ParameterizedTest
    @CsvSource({
        "http://store:9000, NOBODY",
        "https://s3.eu-west-1.amazonaws.com, POD_IF_REFUSED",
        "https://s3.amazonaws.com/, POD_IF_REFUSED",
        "http://s3.eu-west-1.amazonaws.com, NOBODY",
        "https://s3-1.eu-west-1.elb.amazonaws.com, NOBODY",
        "https://s3.eu-west-1.amazonaws.com.evil.example, NOBODY"
    })
    void theIdentityOfThePodIsShownToAwsOnly(String endpoint, Identity expected) throws LoadException {
        assertThat(settings("bucket", "models", "endpoint_url", endpoint).identity())
                .isEqualTo(expected);
        if (expected == Identity.NOBODY) {
            assertThatThrownBy(
                            () -> settings("bucket", "models", "endpoint_url", endpoint, "auth", "workload_identity"))
                    .hasMessageContaining("AWS only");
        }
    }

    @Test
    void theRegionOfThePodIsThatOfItsBuckets() throws LoadException {
        var pod = new AwsEnvironment(Map.of("AWS_REGION", "eu-north-1"));
        assertThat(S3Settings.of(StorageConfig.of("s3", Map.of("bucket", "b")), pod)
                        .region())
                .isEqualTo("eu-north-1");
        assertThat(S3Settings.of(StorageConfig.of("s3", Map.of("bucket", "b", "endpoint_url", "http://minio")), pod)
                        .region())
                .isEqualTo("us-east-1");
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
        assertThat(address(settings).object("k")).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://store:9000, true, http://store:9000/models/k",
        "http://store:9000, false, http://models.store:9000/k",
        ", true, https://s3.us-east-1.amazonaws.com/models/k",
        ", false, https://models.s3.us-east-1.amazonaws.com/k"
    })
    void theStyleOfTheAddressMayBeChosen(String endpoint, String style, String expected) throws LoadException {
        var settings = endpoint == null
                ? settings("bucket", "models", "path_style", style)
                : settings("bucket", "models", "path_style", style, "endpoint_url", endpoint);
        assertThat(address(settings).object("k")).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "path_style, word",
        "auth, word",
        "verify_checksum, word",
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
        assertThatThrownBy(() -> address(settings("bucket", "models", name, value)))
                .isInstanceOf(LoadException.class)
                .message()
                .doesNotContain("word");
    }

    private static S3Address address(S3Settings settings) throws LoadException {
        return settings.endpoint().address(settings.bucket(), settings.region());
    }

    private static S3Settings settings(String... pairs) throws LoadException {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return S3Settings.of(StorageConfig.of("s3", fields), new AwsEnvironment(Map.of()));
    }
}
