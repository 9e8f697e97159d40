package dev.inferport.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpProxies;
import dev.inferport.adapter.storage.HttpTimeouts;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.KeyTool;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectStore;
import dev.inferport.adapter.storage.StorageConfig;
import dev.inferport.adapter.storage.StorageConfigs;
import dev.inferport.adapter.storage.StorageEnvironment;
import dev.inferport.adapter.storage.StorageRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reads. */
final class AzureIdentityTest {

    private final FakeAzure azure = new FakeAzure();
    private AzureEnvironment pod = azure.pod(Optional.empty());

    @BeforeEach
    void fill() {
        azure.put("m/x", "x");
    }

    @AfterEach
    void close() {
        azure.close();
    }

    @Test
    void aConnectionStringMayHaveASharedAccessSignature() throws LoadException {
        list(open("connection_string", "BlobEndpoint=" + azure.endpoint() + ";SharedAccessSignature=" + FakeAzure.SAS));
    }

    @Test
    void theKeyOfTheAccountMayStandAlone() throws LoadException {
        list(open("account_name", FakeAzure.ACCOUNT, "account_key", FakeAzure.KEY));
        list(open("account_name", FakeAzure.ACCOUNT, "AZURE_STORAGE_ACCESS_KEY", FakeAzure.KEY));
    }

    @Test
    void aSharedAccessSignatureMayStandAlone() throws LoadException {
        list(open("sas_token", "?" + FakeAzure.SAS));
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, client_secret, tenant_id",
        "AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_TENANT_ID",
        "AZ_CLIENT_ID, AZ_CLIENT_SECRET, AZ_TENANT_ID"
    })
    void aServicePrincipalGetsAToken(String id, String secret, String tenant) throws LoadException {
        var store = open(id, "client", secret, "a&secret", tenant, "tenant");
        list(store);
        list(store);
        assertThat(azure.tokensGiven()).isEqualTo(1);
        assertThat(azure.lastForm)
                .containsEntry("client_id", "client")
                .containsEntry("client_secret", "a&secret")
                .containsEntry("scope", "https://storage.azure.com/.default")
                .containsEntry("grant_type", "client_credentials");
    }

    @Test
    void aTokenThatIsRefusedIsReplacedOnce() throws LoadException {
        var store = open("client_id", "client", "client_secret", "secret", "tenant_id", "tenant");
        list(store);
        azure.revokeTokens();
        list(store);
        assertThat(azure.tokensGiven()).isEqualTo(2);
    }

    @Test
    void aWrongSecretIsPermissionDenied() {
        var failure = failure("client_id", "client", "client_secret", "a-wrong-secret", "tenant_id", "tenant");
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure).message().contains("invalid_client").doesNotContain("a-wrong-secret", "hidden");
    }

    @Test
    void nobodyReadsAPublicContainer() throws LoadException {
        assertThat(failure().reason()).isEqualTo(Reason.PERMISSION_DENIED);
        azure.isPublic = true;
        list(open());
    }

    @Test
    void theIdentityOfThePodIsNeverShownToAnotherEndpoint(@TempDir Path folder) throws Exception {
        pod = azure.pod(Optional.of(Files.writeString(folder.resolve("token"), "a-token")));
        assertThat(failure().reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure("auth", "workload_identity").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure("auth", "managed_identity").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(azure.tokensGiven()).isZero();
    }

    @Test
    void thePodHasTheIdentityThatItsClusterGaveIt(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("token"), "a-token\n");
        var settings = settings(azure.pod(Optional.of(file)), "account_name", "models");
        assertThat(settings.endpoint()).hasToString("https://models.blob.core.windows.net");
        assertThat(settings.identity()).isEqualTo(new AzureIdentity.Workload("pod-client", "pod-tenant", file));
        var http = new HttpTransport(HttpTimeouts.defaults());
        var tokens = new EntraTokens(
                azure.pod(Optional.empty()).authority(),
                (AzureIdentity.Workload) settings.identity(),
                http,
                Clock.systemUTC());
        assertThat(tokens.fetch(Cancellation.none()).value()).isEqualTo("token-1");
        assertThat(azure.lastForm)
                .containsEntry("client_assertion", "a-token")
                .containsEntry("client_id", "pod-client");
    }

    @Test
    void theMachineHasAnIdentityWhereThatIsAskedFor() throws LoadException {
        var settings = settings(pod, "account_name", "models", "auth", "managed_identity", "client_id", "one");
        assertThat(settings.identity()).isEqualTo(new AzureIdentity.Managed(Optional.of("one")));
        var tokens = new ManagedTokens(pod.metadata(), Optional.of("one"), Clock.systemUTC());
        assertThat(tokens.fetch(Cancellation.none()).value()).isEqualTo("token-1");
        assertThat(settings(pod, "account_name", "models").identity()).isEqualTo(new AzureIdentity.Nobody());
    }

    @Test
    void aMachineThatIsOverloadedMayGiveItsIdentityLater() throws LoadException {
        azure.isOverloaded = true;
        var tokens = new ManagedTokens(pod.metadata(), Optional.of("one"), Clock.systemUTC());
        var failure = catchThrowableOfType(LoadException.class, () -> tokens.fetch(Cancellation.none()));
        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("503");
        azure.isOverloaded = false;
        assertThat(tokens.fetch(Cancellation.none()).value()).isEqualTo("token-1");
    }

    @Test
    void aRequestCanNotSayWhomToTrustWithTheIdentityOfThePod(@TempDir Path empty) throws Exception {
        var parameters = Map.of(
                "type",
                "azure",
                "container",
                "container",
                "account_name",
                "models",
                "auth",
                "managed_identity",
                "verify_ssl",
                "false");
        var config =
                new StorageConfigs(empty).resolve(new StorageRequest(Optional.empty(), parameters, Optional.empty()));
        var environment =
                new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), HttpProxies.none());
        var failure = catchThrowableOfType(
                LoadException.class, () -> new AzureProvider(pod, Clock.systemUTC()).open(config, environment));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("identity of this pod");
    }

    @Test
    void theAuthorityIsNotBelievedAsTheStoreIs(@TempDir Path folder) throws Exception {
        var keys = KeyTool.keys(folder.resolve("keys.p12"));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, KeyTool.PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var authority = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.setHttpsConfigurator(new HttpsConfigurator(context));
        authority.start();
        try {
            var uri = URI.create("https://127.0.0.1:" + authority.getAddress().getPort());
            pod = new AzureEnvironment(uri, uri, Optional.empty(), Optional.empty(), Optional.empty());
            var failure = failure(
                    "client_id", "client", "client_secret", "secret", "tenant_id", "tenant", "verify_ssl", "false");
            assertThat(failure.reason()).isEqualTo(Reason.FAILED_PRECONDITION);
            assertThat(failure).hasMessageContaining("The certificate of " + uri + " is not trusted");
        } finally {
            authority.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "account_name, evil.example/",
        "account_name, ''",
        "container, ../other",
        "container, Upper",
        "endpoint_url, http://user:hidden@host",
        "connection_string, hidden",
        "connection_string, AccountName=a;hidden",
        "account_key, hidden!",
        "sas_token, hidden key",
        "client_secret, hidden",
        "auth, hidden"
    })
    void whatCanNotBeIsRefusedWithoutQuotingASecret(String name, String value) {
        var fields = new HashMap<>(Map.of("container", "container", "account_name", "models"));
        fields.put(name, value);
        var failure = catchThrowableOfType(
                LoadException.class, () -> AzureSettings.of(StorageConfig.of("azure", fields), pod));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).message().doesNotContain("hidden");
    }

    @Test
    void noIdentityShowsItsSecret() {
        assertThat(new AzureIdentity.AccountKey("a", new SecretKeySpec(new byte[] {1}, "x")) + ""
                        + new AzureIdentity.Sas("hidden")
                        + new AzureIdentity.ClientSecret("a", "b", "hidden"))
                .contains("AccountKey[a]")
                .doesNotContain("sig", "ClientSecret[hidden");
    }

    private static AzureSettings settings(AzureEnvironment pod, String... fields) throws LoadException {
        var all = map(fields);
        all.put("container", "container");
        return AzureSettings.of(StorageConfig.of("azure", all), pod);
    }

    private LoadException failure(String... fields) {
        return catchThrowableOfType(LoadException.class, () -> list(open(fields)));
    }

    private static void list(ObjectStore store) throws LoadException {
        var page = store.list("m/", Optional.empty(), Cancellation.none());
        assertThat(page.objects()).singleElement().extracting("key").isEqualTo("m/x");
    }

    /** At the fake, unless a connection string says where. */
    private ObjectStore open(String... fields) throws LoadException {
        var all = map(fields);
        all.put("container", "container");
        all.put("endpoint_url", azure.endpoint());
        var environment =
                new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), HttpProxies.none());
        return (ObjectStore)
                new AzureProvider(pod, Clock.systemUTC()).open(StorageConfig.of("azure", all), environment);
    }

    private static Map<String, String> map(String... pairs) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
