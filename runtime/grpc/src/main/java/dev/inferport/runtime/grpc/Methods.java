package dev.inferport.runtime.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods of a service, collected into its definition. The descriptor is made anew, with the generated one's
 * schema, because a method with a marshaller of its own is not the generated method.
 */
final class Methods {

    private final List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();

    <Q, R> Methods unary(MethodDescriptor<Q, R> descriptor, UnaryMethod<Q, R> method) {
        return add(descriptor, new UnaryHandler<>(method));
    }

    <Q, R> Methods add(MethodDescriptor<Q, R> descriptor, ServerCallHandler<Q, R> handler) {
        methods.add(ServerMethodDefinition.create(descriptor, handler));
        return this;
    }

    /** @param generated the descriptor of the service that the methods are of */
    ServerServiceDefinition definition(ServiceDescriptor generated) {
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(generated.getName()).setSchemaDescriptor(generated.getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(service::addMethod);
        return service.build();
    }
}
