package dev.inferport.adapter.server;

import dev.inferport.adapter.proxy.ProxyRegistry;
import dev.inferport.servicekit.CannotListenException;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.servicekit.Tls;
import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

/** The gRPC port: the mesh's service, health and reflection are answered here, all else is forwarded. */
final class MeshFront {

    private MeshFront() {}

    static ListeningServer start(
            Listener listener, EventLoops loops, BindableService service, ServingState serving, ProxyRegistry forward)
            throws CannotListenException {
        var server = GrpcServers.builder(listener.endpoint(), loops).configure(netty -> netty.directExecutor()
                .addService(service)
                .addService(serving.health())
                .addService(ProtoReflectionServiceV1.newInstance())
                .fallbackHandlerRegistry(forward));
        listener.tls().ifPresent(files -> server.tls(Tls.open(files)));
        listener.socketMode().ifPresent(server::socketPermissions);
        return server.start();
    }
}
