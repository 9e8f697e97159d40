package dev.inferport.adapter.server;

import dev.inferport.adapter.proxy.ProxyObserver;
import dev.inferport.servicekit.TraceContext;
import dev.inferport.servicekit.Tracing;
import io.grpc.Metadata;
import java.util.Optional;

/** A span for each forwarded call, below the caller's and above the runtime's. */
record TracedCalls(Tracing tracing, ProxyObserver next) implements ProxyObserver {

    @Override
    public ForwardedCall began(String method, Metadata headers) {
        var span = tracing.begin(method, Tracing.Kind.SERVER, TraceContext.of(headers))
                .with("rpc.system", "grpc");
        span.context().into(headers);
        var call = next.began(method, headers);
        return status -> {
            span.with("rpc.grpc.status_code", String.valueOf(status.getCode().value()));
            span.end(
                    status.isOk()
                            ? Optional.empty()
                            : Optional.of(status.getCode().name()));
            call.ended(status);
        };
    }
}
