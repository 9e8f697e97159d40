package dev.inferport.mesh;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Serves any unary method with the bytes that came, if the model named in the headers is loaded. */
final class EchoService extends HandlerRegistry {

    private static final Metadata.Key<byte[]> MODEL =
            Metadata.Key.of("mm-model-id-bin", Metadata.BINARY_BYTE_MARSHALLER);

    /** A request as it arrived. */
    static final class Request {

        private final ServerCall<byte[], byte[]> call;
        private final Metadata headers;
        private final byte[] message;

        Request(ServerCall<byte[], byte[]> call, Metadata headers, byte[] message) {
            this.call = call;
            this.headers = headers;
            this.message = message;
        }

        Metadata headers() {
            return headers;
        }

        byte[] message() {
            return message;
        }

        boolean isCancelled() {
            return call.isCancelled();
        }

        void echo() {
            reply(message);
        }

        void reply(byte[] response) {
            var initial = new Metadata();
            initial.put(Metadata.Key.of("x-runtime", Metadata.ASCII_STRING_MARSHALLER), "fake");
            call.sendHeaders(initial);
            call.sendMessage(response);
            call.close(Status.OK, new Metadata());
        }

        void fail(Status status) {
            call.close(status, new Metadata());
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What happens to requests for models that are loaded. */
    volatile Consumer<Request> behaviour = Request::echo;

    private final Set<String> loaded;

    EchoService(Set<String> loaded) {
        this.loaded = loaded;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
        return ServerMethodDefinition.create(RawMessages.method(method), this::start);
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Metadata headers) {
        call.request(2);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
                answer(new Request(call, headers, message));
            }
        };
    }

    private void answer(Request request) {
        requests.add(request);
        var id = request.headers().get(MODEL);
        if (id != null && loaded.contains(new String(id, StandardCharsets.UTF_8))) {
            behaviour.accept(request);
        } else {
            request.fail(Status.NOT_FOUND.withDescription("no such model"));
        }
    }
}
