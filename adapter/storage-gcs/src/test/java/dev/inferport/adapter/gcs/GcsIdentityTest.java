package dev.inferport.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpProxies;
import dev.inferport.adapter.storage.HttpTimeouts;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectStore;
import dev.inferport.adapter.storage.StorageConfig;
import dev.inferport.adapter.storage.StorageConfigs;
import dev.inferport.adapter.storage.StorageEnvironment;
import dev.inferport.adapter.storage.StorageRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reads, and how often who asks for a token. */
final class GcsIdentityTest {

    private final FakeGcs gcs = new FakeGcs();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void fill() {
        gcs.put("m/x", "x");
    }

    @AfterEach
    void close() {
        gcs.close();
    }

    @Test
    void aTokenIsKeptUntilShortlyBeforeItExpires() throws LoadException {
        var store = open(gcs.serviceAccount());
        list(store);
        now = now.plus(Duration.ofMinutes(57));
        list(store);
        assertThat(gcs.tokensGiven()).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(2));
        list(store);
        assertThat(gcs.tokensGiven()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsRefusedIsReplacedOnce() throws LoadException {
        var store = open(gcs.serviceAccount());
        list(store);
        gcs.revokeTokens();
        list(store);
        assertThat(gcs.tokensGiven()).isEqualTo(2);
    }

    @Test
    void aWholeServiceAccountMayComeAsBase64() throws Exception {
        var json = new ObjectMapper().writeValueAsBytes(gcs.serviceAccount());
        var fields = Map.of(
                "bucket", "bucket",
                "endpoint_url", gcs.endpoints().storage().toString(),
                "base64_service_account", Base64.getEncoder().encodeToString(json));
        list(open(fields));
        list(open(Map.of(
                "bucket",
                "bucket",
                "endpoint_url",
                gcs.endpoints().storage().toString(),
                "gcloud-application-credentials.json",
                new String(json, StandardCharsets.UTF_8))));
    }

    @Test
    void anAccountThatSignsWronglyIsDenied() {
        var fields = gcs.serviceAccount();
        try (var other = FakeGcs.withOtherKeys()) {
            fields.put("private_key", other.privateKey());
        }
        var failure = failure(fields);
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure).message().contains("invalid_grant").doesNotContain("hidden");
    }

    @Test
    void aPublicBucketNeedsNobody() throws LoadException {
        gcs.isPublic = true;
        list(open(Map.of("bucket", "bucket")));
        assertThat(gcs.tokensGiven()).isZero();
    }

    @Test
    void aPrivateBucketIsReadWithTheIdentityOfThePod() throws LoadException {
        var store = open(Map.of("bucket", "bucket"));
        list(store);
        list(store);
        assertThat(gcs.tokensGiven()).isEqualTo(1);
        list(open(Map.of("bucket", "bucket", "auth", "workload_identity")));
    }

    @Test
    void aPodWithoutAnIdentityIsDenied() {
        gcs.hasIdentity = false;
        var failure = failure(Map.of("bucket", "bucket"));
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure).message().contains("private_key").doesNotContain("hidden");
    }

    @Test
    void aMetadataServerThatIsOverloadedMayGiveAnIdentityLater() throws Exception {
        gcs.isOverloaded = true;
        var store = open(Map.of("bucket", "bucket"));
        var failure = catchThrowableOfType(LoadException.class, () -> list(store));
        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("503");
        gcs.isOverloaded = false;
        list(store);
    }

    @Test
    void theIdentityOfThePodIsNeverShownToAnotherEndpoint() {
        var endpoint = gcs.endpoints().storage().toString();
        assertThat(failure(Map.of("bucket", "bucket", "endpoint_url", endpoint)).reason())
                .isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure(Map.of("bucket", "bucket", "endpoint_url", endpoint, "auth", "workload_identity"))
                        .reason())
                .isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(gcs.tokensGiven()).isZero();
    }

    @Test
    void aRequestCanNotSayWhomToTrustWithTheIdentityOfThePod(@TempDir Path empty) throws Exception {
        var parameters = Map.of("type", "gcs", "bucket", "bucket", "verify_ssl", "false");
        var config =
                new StorageConfigs(empty).resolve(new StorageRequest(Optional.empty(), parameters, Optional.empty()));
        var environment =
                new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), HttpProxies.none());
        var failure = catchThrowableOfType(
                LoadException.class, () -> new GcsProvider(gcs.endpoints(), new TestClock()).open(config, environment));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("identity of this pod");
    }

    @Test
    void whoWantsToBeNobodyIsNobody() {
        for (var choice : Map.of("auth", "anonymous", "anonymous", "true").entrySet()) {
            assertThat(failure(Map.of("bucket", "bucket", choice.getKey(), choice.getValue()))
                            .reason())
                    .isEqualTo(Reason.PERMISSION_DENIED);
        }
        assertThat(gcs.tokensGiven()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "bucket, ../other",
        "bucket, ''",
        "endpoint_url, ftp://host",
        "endpoint_url, http://user:hidden@host",
        "token_uri, hidden",
        "private_key, hidden",
        "private_key, ''",
        "client_email, ''",
        "base64_service_account, hidden",
        "auth, hidden"
    })
    void whatCanNotBeIsRefusedWithoutQuotingASecret(String name, String value) {
        var fields = new HashMap<>(gcs.serviceAccount());
        fields.put(name, value);
        var failure = failure(fields);
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).message().contains(name).doesNotContain("hidden");
    }

    private LoadException failure(Map<String, String> fields) {
        return catchThrowableOfType(LoadException.class, () -> list(open(fields)));
    }

    private static void list(ObjectStore store) throws LoadException {
        var page = store.list("m/", Optional.empty(), Cancellation.none());
        assertThat(page.objects()).singleElement().extracting("key").isEqualTo("m/x");
    }

    private ObjectStore open(Map<String, String> fields) throws LoadException {
        var environment =
                new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), HttpProxies.none());
        var storage =
                new GcsProvider(gcs.endpoints(), new TestClock()).open(StorageConfig.of("gcs", fields), environment);
        return (ObjectStore) storage;
    }

    private final class TestClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
