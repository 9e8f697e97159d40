package dev.inferport.adapter.azure;

import java.nio.file.Path;
import java.util.Optional;
import javax.crypto.SecretKey;

/** Who reads a container. No {@code toString} tells a secret. */
sealed interface AzureIdentity {

    /** Public containers need nobody. */
    record Nobody() implements AzureIdentity {}

    /**
     * The account itself.
     *
     * @param account its name, which is signed
     * @param key what its requests are signed with
     */
    record AccountKey(String account, SecretKey key) implements AzureIdentity {

        @Override
        public String toString() {
            return "AccountKey[" + account + "]";
        }
    }

    /**
     * Whoever holds a shared access signature.
     *
     * @param query encoded, without a question mark
     */
    record Sas(String query) implements AzureIdentity {

        @Override
        public String toString() {
            return "Sas[hidden]";
        }
    }

    /** A service principal. */
    record ClientSecret(String clientId, String tenantId, String secret) implements AzureIdentity {

        @Override
        public String toString() {
            return "ClientSecret[" + clientId + "]";
        }
    }

    /**
     * The service account of this pod, federated with an identity of Azure.
     *
     * @param token the file with the token of the service account, which is renewed from time to time
     */
    record Workload(String clientId, String tenantId, Path token) implements AzureIdentity {}

    /** The identity of the machine, or one of several by its client id. */
    record Managed(Optional<String> clientId) implements AzureIdentity {}
}
