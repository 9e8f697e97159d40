package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StorageConfigsTest {

    private static final String STORED = """
            {"type": "s3", "endpoint_url": "http://store:9000", "access_key_id": "id", "secret_access_key": "hidden",
             "default_bucket": "models", "certificate": "PEM"}""";

    private Path folder;
    private StorageConfigs configs;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        folder = Files.createDirectory(temporary.resolve("storage-config"));
        Files.writeString(temporary.resolve("outside"), STORED);
        configs = new StorageConfigs(folder);
    }

    @Test
    void anEntryIsFoundByItsKey() throws Exception {
        entry("localMinIO", STORED);
        var config = configs.resolve(request("localMinIO"));
        assertThat(config.type()).isEqualTo("s3");
        assertThat(config.text("bucket")).contains("models");
        assertThat(config.text("default_bucket")).isEmpty();
        assertThat(config.toString()).contains("secret_access_key").doesNotContain("hidden");
    }

    @Test
    void aMissingEntryIsNamed() {
        var failure = failure(request("localMinIO"));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure).hasMessageContaining("'localMinIO'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "..", ".", "a/b", "..data", "", "a\0"})
    void aKeyNeverLeavesTheFolder(String key) {
        assertThat(failure(request(key)).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void aTypeNeverLeavesTheFolder() {
        assertThat(failure(request(Map.of("type", "/../../outside"))).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void withoutAKeyTheTypeChoosesTheDefault() throws Exception {
        entry("default", "{\"type\": \"gcs\", \"bucket\": \"one\"}");
        entry("default_s3", "{\"type\": \"s3\", \"bucket\": \"two\"}");
        assertThat(configs.resolve(request(Map.of())).text("bucket")).contains("one");
        assertThat(configs.resolve(request(Map.of("type", "s3"))).text("bucket"))
                .contains("two");
    }

    @Test
    void parametersAloneSuffice() throws Exception {
        var config = configs.resolve(request(Map.of("type", "PVC", "name", "claim")));
        assertThat(config).isEqualTo(StorageConfig.of("pvc", Map.of("type", "pvc", "name", "claim")));
    }

    @Test
    void withoutATypeThereIsNoStorage() {
        assertThat(failure(request(Map.of("name", "claim")))).hasMessageContaining("storage type is unknown");
    }

    @ParameterizedTest
    @CsvSource({"own, top, parameter, parameter", "own, top, , top", "own, , , own", ", , , older", ", top, , top"})
    void theNearestBucketWins(String own, String top, String parameter, String expected) throws Exception {
        entry(
                "s",
                own == null
                        ? "{\"type\": \"s3\", \"default_bucket\": \"older\"}"
                        : "{\"type\": \"s3\", \"default_bucket\": \"older\", \"bucket\": \"" + own + "\"}");
        var parameters = parameter == null ? Map.<String, String>of() : Map.of("bucket", parameter);
        var config = configs.resolve(new StorageRequest(Optional.of("s"), parameters, Optional.ofNullable(top)));
        assertThat(config.text("bucket")).contains(expected);
    }

    @Test
    void aDotPathReachesInside() throws Exception {
        entry("h", "{\"type\": \"http\", \"url\": \"http://x\", \"headers\": {\"A\": [\"1\", \"2\"]}}");
        var config = configs.resolve(
                new StorageRequest(Optional.of("h"), Map.of("headers.B", "3", "x.y.z", "4"), Optional.empty()));
        assertThat(config.textLists("headers")).isEqualTo(Map.of("A", List.of("1", "2"), "B", List.of("3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"headers", "headers.A", "url.x", "headers.A.x", "a..b", "", ".a", "number"})
    void aDotPathThatHitsSomethingElseIsRefused(String path) throws Exception {
        entry("h", "{\"type\": \"t\", \"url\": \"http://x\", \"number\": 1, \"headers\": {\"A\": [\"hidden\"]}}");
        var failure = failure(new StorageRequest(Optional.of("h"), Map.of(path, "v"), Optional.empty()));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).message().doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint_url", "AWS_ENDPOINT_URL", "url", "token_uri", "certificate", "type", "proxy"})
    void storedCredentialsAreNeverSentElsewhere(String name) throws Exception {
        entry("s", STORED);
        var failure = failure(new StorageRequest(Optional.of("s"), Map.of(name, "http://evil"), Optional.empty()));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).message().contains(name).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({"certificate, PEM", "client_certificate, PEM", "verify_ssl, false", "type, https"})
    void aUrlWithASignatureIsACredential(String name, String value) throws Exception {
        entry("h", "{\"type\": \"http\", \"url\": \"https://store/a?sig=hidden\"}");
        var failure = failure(new StorageRequest(Optional.of("h"), Map.of(name, value), Optional.empty()));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).message().contains(name).doesNotContain("hidden");
        assertThat(resolve("h", Map.of("url", "https://other/b", name, value)).text("url"))
                .contains("https://other/b");
    }

    @ParameterizedTest
    @CsvSource({"certificate, PEM", "verify_ssl, false", "S3_VERIFY_SSL, 0", "AWS_CA_BUNDLE, PEM"})
    void aRequestCanNotSayWhomToTrustWithTheIdentityOfThePod(String name, String value) throws Exception {
        entry("own", "{\"type\": \"s3\", \"" + name + "\": \"" + value + "\"}");
        resolve("own", Map.of()).requireStoredTrust();
        resolve("own", Map.of(name, value)).requireStoredTrust();
        entry("open", "{\"type\": \"s3\"}");
        resolve("open", Map.of("bucket", "b")).requireStoredTrust();
        var requested = resolve("open", Map.of(name, value));
        var failure = catchThrowableOfType(LoadException.class, requested::requireStoredTrust);
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(requested).isNotEqualTo(resolve("own", Map.of()));
    }

    @Test
    void anEndpointMayBeGivenWhereNothingIsAtRisk() throws Exception {
        entry("s", STORED);
        entry("open", "{\"type\": \"s3\", \"endpoint_url\": \"http://store:9000\", \"AWS_REGION\": \"r\"}");
        var same = Map.of("endpoint_url", "http://store:9000", "region", "r", "bucket", "b");
        var other = Map.of("endpoint_url", "http://other");
        var own = new HashMap<>(other);
        own.putAll(Map.of("access_key_id", "mine", "secret_access_key", "mine"));
        assertThat(resolve("s", same).text("endpoint_url")).contains("http://store:9000");
        assertThat(resolve("open", other).text("endpoint_url")).contains("http://other");
        assertThat(resolve("s", own).text("endpoint_url")).contains("http://other");
    }

    @Test
    void aSecretThatChangesIsReadAgain() throws Exception {
        entry("s", STORED);
        var before = configs.resolve(request("s"));
        assertThat(configs.resolve(request("s"))).isEqualTo(before);
        entry("s", STORED.replace("hidden", "rotated"));
        var after = configs.resolve(request("s"));
        assertThat(after.text("secret_access_key")).contains("rotated");
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void aCertificateMayBeAFileAndIsReadAgainWhenItChanges() throws Exception {
        var file = Files.writeString(folder.resolveSibling("ca.crt"), "PEM 1");
        entry("s", "{\"type\": \"s3\", \"bucket\": \"b\", \"certificate\": \"" + file + "\"}");
        assertThat(configs.resolve(request("s")).text("certificate")).contains("PEM 1");
        Files.writeString(file, "PEM 2");
        assertThat(configs.resolve(request("s")).text("certificate")).contains("PEM 2");
        Files.delete(file);
        assertThat(failure(request("s")).reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(failure(request("s"))).hasMessageContaining("'" + file + "'").hasMessageContaining("'s'");
    }

    @Test
    void aRequestCanNotNameAFile() throws Exception {
        var file = Files.writeString(folder.resolveSibling("ca.crt"), "hidden");
        var parameters = Map.of("type", "s3", "certificate", file.toString());
        assertThat(configs.resolve(request(parameters)).text("certificate")).contains(file.toString());
    }

    @Test
    void theKeyFileOfAServiceAccountIsAnEntryAsItIs() throws Exception {
        entry("g", "{\"type\": \"service_account\", \"private_key\": \"hidden\", \"client_email\": \"a@b\"}");
        assertThat(configs.resolve(request("g")).type()).isEqualTo("gcs");
        assertThat(resolve("g", Map.of("type", "gcs", "bucket", "b")).text("bucket"))
                .contains("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"S3_ENDPOINT", "S3_USE_HTTPS", "S3_VERIFY_SSL", "verify_ssl", "AWS_CA_BUNDLE"})
    void theSpellingsOfKServeAreGuardedToo(String name) throws Exception {
        entry("s", STORED);
        assertThat(failure(new StorageRequest(Optional.of("s"), Map.of(name, "0"), Optional.empty()))
                        .reason())
                .isEqualTo(Reason.INVALID_ARGUMENT);
        entry("open", "{\"type\": \"s3\", \"S3_ENDPOINT\": \"store\", \"anonymous\": \"true\"}");
        assertThat(resolve("open", Map.of(name, "0")).text(name)).contains("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "[1]", "{\"type\": \"s3\", hidden}", ""})
    void aBrokenEntryIsNamedButNotQuoted(String content) throws Exception {
        entry("s", content);
        var failure = failure(request("s"));
        assertThat(failure.reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(failure).hasNoCause().message().contains("'s'").doesNotContain("hidden");
    }

    @Test
    void aRequestDoesNotShowItsValues() {
        assertThat(request(Map.of("secret_access_key", "hidden")).toString()).doesNotContain("hidden");
    }

    private StorageConfig resolve(String key, Map<String, String> parameters) throws LoadException {
        return configs.resolve(new StorageRequest(Optional.of(key), parameters, Optional.empty()));
    }

    private LoadException failure(StorageRequest request) {
        return Objects.requireNonNull(catchThrowableOfType(LoadException.class, () -> configs.resolve(request)));
    }

    private void entry(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static StorageRequest request(String key) {
        return new StorageRequest(Optional.of(key), Map.of(), Optional.empty());
    }

    private static StorageRequest request(Map<String, String> parameters) {
        return new StorageRequest(Optional.empty(), parameters, Optional.empty());
    }
}
