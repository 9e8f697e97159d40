package dev.inferport.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads where a storage has no keys, and where that one gets keys from. */
final class S3IdentityTest {

    private final FakeS3 s3 = new FakeS3();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        s3.put("m/x", "x");
        s3.isPrivate = true;
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void aPublicBucketNeedsNobody() throws LoadException {
        s3.isPrivate = false;
        list(open(s3.pod(Map.of())));
        assertThat(s3.lent()).isEmpty();
    }

    @Test
    void aServiceAccountReadsAsItsRole() throws Exception {
        list(open(role("a-token")));
        assertThat(s3.lent()).containsExactly("AssumeRoleWithWebIdentity arn:aws:iam::1:role/models");
        assertThat(s3.proof).isEqualTo("a-token");
    }

    @Test
    void keysAreKeptUntilShortlyBeforeTheyExpireAndTheTokenIsReadAnew() throws Exception {
        var store = open(role("a-token"));
        list(store);
        list(store);
        assertThat(s3.lent()).hasSize(1);
        Files.writeString(folder.resolve("token"), "a-newer-token");
        now = now.plus(Duration.ofMinutes(59));
        list(store);
        assertThat(s3.lent()).hasSize(2);
        assertThat(s3.proof).isEqualTo("a-newer-token");
    }

    @Test
    void aPodReadsAsTheAgentOfItsContainerSays() throws Exception {
        var proof = Files.writeString(folder.resolve("proof"), "a-proof\n");
        list(open(s3.pod(Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                s3.url() + "/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                proof.toString()))));
        list(open(s3.pod(Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                s3.url() + "/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                "a-proof"))));
        assertThat(s3.lent()).containsExactly("container", "container");
    }

    @Test
    void aPodWithoutARoleOfItsOwnReadsAsItsMachine() throws LoadException {
        list(open(s3.pod(Map.of())));
        list(open(s3.pod(Map.of()), "auth", "workload_identity"));
        assertThat(s3.lent()).containsExactly("machine", "machine");
    }

    @Test
    void theVariablesOfThePodComeFirst() throws Exception {
        var variables = new HashMap<>(role("a-token").variables());
        variables.put("AWS_ACCESS_KEY_ID", "lent-env");
        variables.put("AWS_SECRET_ACCESS_KEY", "a-secret");
        variables.put("AWS_SESSION_TOKEN", "session-env");
        list(open(new AwsEnvironment(variables)));
        assertThat(s3.lent()).isEmpty();
    }

    @Test
    void aRoleThatIsRefusedIsDeniedAndNobodyElseIsTried() throws Exception {
        s3.hasRole = false;
        var failure = failure(role("a-token"));
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure)
                .message()
                .contains("arn:aws:iam::1:role/models", "AccessDenied", "trust policy")
                .doesNotContain("a-token");
    }

    @Test
    void aTokenThatIsNotThereIsNamed() {
        var failure = failure(s3.pod(Map.of("AWS_ROLE_ARN", "r", "AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token")));
        assertThat(failure.reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(failure).hasMessageContaining("/nowhere/token");
    }

    @Test
    void aMachineWithoutARoleIsDenied() {
        s3.hasRole = false;
        var failure = failure(s3.pod(Map.of()));
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("access_key_id");
        var off = failure(s3.pod(Map.of("AWS_EC2_METADATA_DISABLED", "true")));
        assertThat(off.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(off).hasMessageContaining("access_key_id");
    }

    @Test
    void aMachineThatIsOverloadedMayLendItsRoleLater() throws Exception {
        s3.isOverloaded = true;
        var store = open(s3.pod(Map.of()));
        var failure = catchThrowableOfType(LoadException.class, () -> list(store));
        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("429");
        s3.isOverloaded = false;
        list(store);
    }

    @Test
    void whereNoMetadataServiceListensThereIsNoRole() throws Exception {
        var service = "http://127.0.0.1:" + closedPort();
        var failure = failure(s3.pod(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", service)));
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("access_key_id");
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whoWantsToBeNobodyIsNobody() {
        for (var name : new String[] {"anonymous", "awsAnonymousCredential"}) {
            var failure = failure(s3.pod(Map.of()), name, "true");
            assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        }
        assertThat(s3.lent()).isEmpty();
    }

    @Test
    void theIdentityOfThePodIsNeverShownToAnotherEndpoint() {
        var failure = failure(s3.pod(Map.of()), "endpoint_url", s3.url());
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(s3.lent()).isEmpty();
    }

    @Test
    void aRequestCanNotSayWhomToTrustWithTheIdentityOfThePod(@TempDir Path empty) throws Exception {
        var parameters = Map.of("type", "s3", "bucket", "bucket", "verify_ssl", "false");
        var config =
                new StorageConfigs(empty).resolve(new StorageRequest(Optional.empty(), parameters, Optional.empty()));
        var environment =
                new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), HttpProxies.none());
        var failure = catchThrowableOfType(
                LoadException.class, () -> new S3Provider(s3.pod(Map.of()), clock()).open(config, environment));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("identity of this pod");
    }

    @Test
    void nothingShowsItsSecrets() throws Exception {
        assertThat(role("hidden") + " " + new S3Credentials("hidden", "hidden", Optional.of("hidden")))
                .isEqualTo("AwsEnvironment[hidden] S3Credentials[hidden]");
    }

    private AwsEnvironment role(String token) throws Exception {
        var file = Files.writeString(folder.resolve("token"), token);
        return s3.pod(
                Map.of("AWS_ROLE_ARN", "arn:aws:iam::1:role/models", "AWS_WEB_IDENTITY_TOKEN_FILE", file.toString()));
    }

    private LoadException failure(AwsEnvironment pod, String... fields) {
        return catchThrowableOfType(LoadException.class, () -> list(open(pod, fields)));
    }

    private static void list(ObjectStore store) throws LoadException {
        var page = store.list("m/", Optional.empty(), Cancellation.none());
        assertThat(page.objects()).singleElement().extracting("key").isEqualTo("m/x");
    }

    private ObjectStore open(AwsEnvironment pod, String... fields) throws LoadException {
        var all = new HashMap<>(Map.of("bucket", "bucket"));
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        var environment =
                new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), HttpProxies.none());
        return (ObjectStore) new S3Provider(pod, clock()).open(StorageConfig.of("s3", all), environment);
    }

    private Clock clock() {
        return new Clock() {
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
        };
    }
}
