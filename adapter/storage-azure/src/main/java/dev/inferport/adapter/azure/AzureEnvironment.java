package dev.inferport.adapter.azure;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the cluster tells this pod about Azure.
 *
 * @param authority where tokens come from, without a slash at the end
 * @param metadata the metadata service of the machine, which only answers inside of Azure
 * @param clientId of the identity of this pod
 * @param tenantId of the identity of this pod
 * @param federatedToken the file with what proves to the authority who this pod is
 */
record AzureEnvironment(
        URI authority,
        URI metadata,
        Optional<String> clientId,
        Optional<String> tenantId,
        Optional<Path> federatedToken) {

    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

    static AzureEnvironment of(Map<String, String> environment) {
        var authority = environment.getOrDefault("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com");
        return new AzureEnvironment(
                URI.create(SLASHES_AT_END.matcher(authority).replaceFirst("")),
                URI.create("http://169.254.169.254"),
                Optional.ofNullable(environment.get("AZURE_CLIENT_ID")),
                Optional.ofNullable(environment.get("AZURE_TENANT_ID")),
                Optional.ofNullable(environment.get("AZURE_FEDERATED_TOKEN_FILE"))
                        .map(Path::of));
    }

    Optional<AzureIdentity> workload() {
        return clientId.isPresent() && tenantId.isPresent() && federatedToken.isPresent()
                ? Optional.of(new AzureIdentity.Workload(clientId.get(), tenantId.get(), federatedToken.get()))
                : Optional.empty();
    }
}
