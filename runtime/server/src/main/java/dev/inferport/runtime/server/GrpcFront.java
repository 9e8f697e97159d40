package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.grpc.InferenceService;
import dev.inferport.runtime.grpc.ModelRepositoryService;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.HealthService;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.servicekit.Tls;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The gRPC services of a runtime, on whatever they are asked for to listen on. */
final class GrpcFront {

    /** A stream whose client is gone without a word holds its place no longer than this. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    /** The containers of a pod run as different users of one group. */
    private static final String OWNER_AND_GROUP = "rw-rw----";

    private final ServerSettings settings;
    private final InferenceRuntime runtime;
    private final HealthService health;
    private final Telemetry telemetry;
    private final EventLoops loops;
    private final ExecutorService blocking;

    GrpcFront(
            ServerSettings settings,
            InferenceRuntime runtime,
            HealthService health,
            Telemetry telemetry,
            EventLoops loops,
            ExecutorService blocking) {
        this.settings = settings;
        this.runtime = runtime;
        this.health = health;
        this.telemetry = telemetry;
        this.loops = loops;
        this.blocking = blocking;
    }

    ListeningServer onPort(Optional<Tls> tls) throws IOException {
        GrpcServers.Builder server = on(Endpoint.tcp(settings.host(), settings.grpcPort()));
        tls.ifPresent(server::tls);
        return server.start();
    }

    ListeningServer onSocket(Path socket) throws IOException {
        return on(Endpoint.unix(socket.toAbsolutePath()))
                .socketPermissions(PosixFilePermissions.fromString(OWNER_AND_GROUP))
                .start();
    }

    private GrpcServers.Builder on(Endpoint endpoint) {
        return GrpcServers.builder(endpoint, loops)
                .limits(GrpcLimits.UNLIMITED.withMaxMessageBytes(settings.grpcMaxMessageBytes()))
                .configure(server -> server.directExecutor()
                        .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                        .addService(new InferenceService(runtime, blocking))
                        .addService(new ModelRepositoryService(runtime, blocking))
                        .addService(health)
                        .addService(ProtoReflectionServiceV1.newInstance()))
                .configure(server -> telemetry.grpc().forEach(server::intercept));
    }
}
