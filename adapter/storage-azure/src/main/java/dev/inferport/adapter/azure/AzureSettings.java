package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.StorageConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a configuration of type {@code azure} says.
 *
 * @param endpoint of the account, without a slash at the end
 * @param container its name
 * @param identity who reads it
 */
record AzureSettings(URI endpoint, String container, AzureIdentity identity) {

    private static final Pattern CONTAINER = Pattern.compile("\\$root|\\$web|[a-z0-9](-?[a-z0-9]){1,62}");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
    private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9.-]{1,255}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,255}");
    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9%=&:._~/+-]+");

    static AzureSettings of(StorageConfig config, AzureEnvironment pod) throws LoadException {
        var container = config.required("container", "bucket");
        if (!CONTAINER.matcher(container).matches()) {
            throw invalid("has a container '" + container + "', which can't be the name of one; correct it.");
        }
        var text = config.text("connection_string", "AZURE_STORAGE_CONNECTION_STRING");
        var connection = text.isPresent() ? ConnectionString.of(text.get()) : ConnectionString.none();
        var account = connection.value("AccountName").or(() -> config.text("account_name"));
        var custom = connection.value("BlobEndpoint").or(() -> config.text("endpoint_url"));
        var endpoint = custom.isPresent() ? url(custom.get()) : endpoint(connection, account);
        var elsewhere = custom.isPresent() || connection.value("EndpointSuffix").isPresent();
        return new AzureSettings(
                endpoint,
                container,
                identity(config, connection, account, elsewhere ? Optional.empty() : Optional.of(pod)));
    }

    private static URI endpoint(ConnectionString connection, Optional<String> account) throws LoadException {
        var name = account.orElseThrow(
                () -> invalid("has no 'account_name'; add it, or a connection_string that has one."));
        var suffix = connection.value("EndpointSuffix").orElse("core.windows.net");
        var scheme = connection.value("DefaultEndpointsProtocol").orElse("https");
        if (!ACCOUNT.matcher(name).matches() || !SUFFIX.matcher(suffix).matches()) {
            throw invalid("has an account_name or an EndpointSuffix that can't be a part of a host name; correct it.");
        }
        return url(scheme + "://" + name + ".blob." + suffix);
    }

    private static AzureIdentity identity(
            StorageConfig config, ConnectionString connection, Optional<String> account, Optional<AzureEnvironment> pod)
            throws LoadException {
        var auth = config.flag("anonymous").orElse(false) ? Optional.of("anonymous") : config.text("auth");
        return auth.isPresent() ? chosen(auth.get(), config, pod) : given(config, connection, account, pod);
    }

    private static AzureIdentity chosen(String auth, StorageConfig config, Optional<AzureEnvironment> pod)
            throws LoadException {
        if (auth.equals("anonymous")) {
            return new AzureIdentity.Nobody();
        }
        if (!auth.equals("workload_identity") && !auth.equals("managed_identity")) {
            throw invalid("has an unknown auth; expected is anonymous, workload_identity or managed_identity.");
        }
        var shownTo = pod.orElseThrow(() -> invalid("can't have auth " + auth + " together with an endpoint of its own,"
                + " because the identity of this pod is shown to Azure only; remove one of them."));
        return auth.equals("managed_identity")
                ? new AzureIdentity.Managed(clientId(config))
                : shownTo.workload()
                        .orElseThrow(() -> new LoadException(
                                Reason.FAILED_PRECONDITION,
                                "This pod has no workload identity of Azure; label it with azure.workload.identity/use,"
                                        + " and give it a service account that has one."));
    }

    private static AzureIdentity given(
            StorageConfig config, ConnectionString connection, Optional<String> account, Optional<AzureEnvironment> pod)
            throws LoadException {
        var key = connection
                .value("AccountKey")
                .or(() -> config.text("account_key", "access_key", "AZURE_STORAGE_ACCESS_KEY"));
        var sas =
                connection.value("SharedAccessSignature").or(() -> config.text("sas_token", "AZURE_STORAGE_SAS_TOKEN"));
        if (connection.value("SharedAccessSignature").isEmpty() && key.isPresent()) {
            var name = account.orElseThrow(() -> invalid("has an account_key but no account_name; add it."));
            return new AzureIdentity.AccountKey(name, key(key.get()));
        }
        if (sas.isPresent()) {
            return new AzureIdentity.Sas(query(sas.get()));
        }
        var secret = config.text("client_secret", "AZURE_CLIENT_SECRET", "AZ_CLIENT_SECRET");
        if (secret.isPresent() || clientId(config).isPresent()) {
            return client(config, secret);
        }
        return pod.flatMap(AzureEnvironment::workload).orElseGet(AzureIdentity.Nobody::new);
    }

    private static AzureIdentity client(StorageConfig config, Optional<String> secret) throws LoadException {
        var id = clientId(config);
        var tenant = config.text("tenant_id", "AZURE_TENANT_ID", "AZ_TENANT_ID");
        if (id.isEmpty() || tenant.isEmpty() || secret.isEmpty()) {
            throw invalid("has only a part of a service principal; give client_id, client_secret and tenant_id, or none"
                    + " of them.");
        }
        if (!ID.matcher(id.get().strip()).matches()
                || !ID.matcher(tenant.get().strip()).matches()) {
            throw invalid("has a client_id or a tenant_id that can't be one; correct it.");
        }
        return new AzureIdentity.ClientSecret(
                id.get().strip(), tenant.get().strip(), secret.get().strip());
    }

    private static Optional<String> clientId(StorageConfig config) {
        return config.text("client_id", "AZURE_CLIENT_ID", "AZ_CLIENT_ID");
    }

    /** Without a cause, which would quote a part of it. */
    private static SecretKey key(String base64) throws LoadException {
        try {
            return new SecretKeySpec(Base64.getDecoder().decode(base64.strip()), SharedKeyGet.ALGORITHM);
        } catch (IllegalArgumentException e) {
            throw invalid("has an account_key that is not Base64; copy it again.");
        }
    }

    private static String query(String sas) throws LoadException {
        var query = sas.strip().startsWith("?") ? sas.strip().substring(1) : sas.strip();
        if (!QUERY.matcher(query).matches()) {
            throw invalid("has a sas_token that can't be a part of a URL; copy it again.");
        }
        return query;
    }

    private static URI url(String text) throws LoadException {
        try {
            var uri = new URI(SLASHES_AT_END.matcher(text.strip()).replaceFirst(""));
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAUrl();
        }
        throw notAUrl();
    }

    /** Without quoting it: people put passwords into URLs. */
    private static LoadException notAUrl() {
        return invalid("has no usable endpoint_url or BlobEndpoint; expected is http:// or https:// and a host, without"
                + " user or query.");
    }

    static LoadException invalid(String what) {
        return new LoadException(Reason.INVALID_ARGUMENT, "The azure storage " + what);
    }
}
