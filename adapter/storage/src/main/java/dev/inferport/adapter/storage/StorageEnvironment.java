package dev.inferport.adapter.storage;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * What a provider may know about the machine it runs on.
 *
 * @param pvcMounts the folder below which persistent volumes are mounted
 * @param localFiles the folder that storages of type {@code file} may read; empty switches them off
 * @param timeouts of one exchange with a store
 * @param proxies that lead to stores
 */
public record StorageEnvironment(
        Path pvcMounts, Optional<Path> localFiles, HttpTimeouts timeouts, HttpProxies proxies) {

    /** A way to a store, with the given trust or the platform's. */
    public HttpTransport transport(Optional<SSLSocketFactory> trust) {
        return new HttpTransport(timeouts, trust, proxies);
    }
}
