package dev.inferport.adapter.proxy;

import io.grpc.Metadata;
import io.grpc.Status;

/** Learns of each forwarded call, on network threads; implementations must neither block nor throw. */
@FunctionalInterface
public interface ProxyObserver {

    /**
     * A call begins.
     *
     * @param method {@code package.Service/Method}, any text that a client may send
     * @param headers what the runtime will get; may be changed here and only here
     * @return learns of the end of the call
     */
    ForwardedCall began(String method, Metadata headers);

    /** One call. */
    @FunctionalInterface
    interface ForwardedCall {

        /** The call has ended, once. */
        void ended(Status status);
    }

    /** Learns nothing. */
    static ProxyObserver none() {
        return (method, headers) -> status -> {};
    }
}
