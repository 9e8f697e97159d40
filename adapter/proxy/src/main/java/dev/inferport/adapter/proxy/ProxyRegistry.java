package dev.inferport.adapter.proxy;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Forwards every method that a gRPC server doesn't serve itself: give it to {@code fallbackHandlerRegistry} of a server
 * builder, together with {@code directExecutor}, as nothing here blocks. Safe for use by several threads.
 *
 * <p>Definitions of methods are kept for reuse, but only so many and only for names of ordinary length: a client that
 * invents method names costs a few allocations per call and no memory that stays.
 */
public final class ProxyRegistry extends HandlerRegistry {

    static final int MAX_KEPT = 256;
    static final int MAX_KEPT_NAME_LENGTH = 256;

    private static final MessageMarshaller MARSHALLER = new MessageMarshaller();

    private final ProxyBackend backend;
    private final ProxyRules rules;
    private final ModelConcurrency concurrency;
    private final ProxyObserver observer;
    private final ConcurrentMap<String, ServerMethodDefinition<InputStream, InputStream>> kept =
            new ConcurrentHashMap<>();

    /** Forwards to the backend what the rules allow. */
    public ProxyRegistry(ProxyBackend backend, ProxyRules rules, ProxyObserver observer) {
        this.backend = backend;
        this.rules = rules;
        this.concurrency = new ModelConcurrency(rules.callsPerModel());
        this.observer = observer;
        for (String method : rules.unaryMethods()) {
            kept.put(method, define(method));
        }
    }

    /** The forwarding definition of a method, or null if its package is reserved: gRPC then answers UNIMPLEMENTED. */
    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
        ServerMethodDefinition<InputStream, InputStream> known = kept.get(methodName);
        if (known != null) {
            return known;
        }
        if (rules.isReserved(methodName)) {
            return null;
        }
        var definition = define(methodName);
        if (methodName.length() <= MAX_KEPT_NAME_LENGTH && kept.size() < MAX_KEPT) {
            kept.put(methodName, definition);
        }
        return definition;
    }

    int busyModels() {
        return concurrency.models();
    }

    int keptDefinitions() {
        return kept.size();
    }

    private ServerMethodDefinition<InputStream, InputStream> define(String methodName) {
        MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.<InputStream, InputStream>newBuilder()
                .setType(rules.isUnary(methodName) ? MethodType.UNARY : MethodType.UNKNOWN)
                .setFullMethodName(methodName)
                .setRequestMarshaller(MARSHALLER)
                .setResponseMarshaller(MARSHALLER)
                .build();
        // startCall runs in the caller's context; the backend call takes deadline and cancellation from it.
        return ServerMethodDefinition.create(method, this::start);
    }

    private ServerCall.Listener<InputStream> start(ServerCall<InputStream, InputStream> caller, Metadata headers) {
        var method = caller.getMethodDescriptor();
        var model = ModelHeader.read(headers);
        var call = observer.began(method.getFullMethodName(), headers);
        var place = concurrency.enter(model);
        if (place.isEmpty()) {
            var status = overloaded(model.orElse(""));
            caller.close(status, new Metadata());
            call.ended(status);
            return new ServerCall.Listener<>() {};
        }
        var name =
                rules.namesModel(method.getFullMethodName()) ? model.map(ModelName::of) : Optional.<ModelName>empty();
        return new ProxyCall(caller, backend.newCall(method), name, status -> {
                    place.get().run();
                    call.ended(status);
                })
                .start(headers);
    }

    private Status overloaded(String model) {
        return Status.RESOURCE_EXHAUSTED.withDescription("Model " + model + " has " + concurrency.limit()
                + " calls under way, as many as it takes (LIMIT_PER_MODEL_CONCURRENCY); send the request again later,"
                + " or to another copy");
    }
}
