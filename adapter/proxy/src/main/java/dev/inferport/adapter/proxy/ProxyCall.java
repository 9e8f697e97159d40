package dev.inferport.adapter.proxy;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call on its way through: couples the caller's half, a {@link ServerCall}, with the runtime's half, a
 * {@link ClientCall}.
 *
 * <p>Each half calls its listener on one thread at a time, but the two halves run side by side, and with direct
 * executors one may run nested in the other. What they share is the two relays, which are made for that. Otherwise the
 * caller's half is written to only by the runtime's listener, and the other way round.
 *
 * <p>The call ends with the runtime's half, always and once: a caller that cancels cancels the runtime's half, whose
 * end then closes the caller's half. The client doesn't see that any more, but gRPC releases a response that it had not
 * flushed yet.
 */
final class ProxyCall {

    private static final Logger log = LoggerFactory.getLogger(ProxyCall.class);

    private final ServerCall<InputStream, InputStream> caller;
    private final ClientCall<InputStream, InputStream> runtime;
    private final MessageRelay requests;
    private final MessageRelay responses;
    private final boolean unary;
    private final Optional<ModelName> modelName;
    private final ProxyObserver.ForwardedCall observer;

    /** @param modelName what every request is made to name; empty = requests stay as they are */
    ProxyCall(
            ServerCall<InputStream, InputStream> caller,
            ClientCall<InputStream, InputStream> runtime,
            Optional<ModelName> modelName,
            ProxyObserver.ForwardedCall observer) {
        this.modelName = modelName;
        this.observer = observer;
        this.caller = caller;
        this.runtime = runtime;
        this.requests = new MessageRelay(caller::request, new RuntimeSink());
        this.responses = new MessageRelay(runtime::request, new CallerSink());
        this.unary = caller.getMethodDescriptor().getType() == MethodType.UNARY;
    }

    /** Opens the runtime's half and lets messages flow; call it within the context of the caller's call. */
    ServerCall.Listener<InputStream> start(Metadata headers) {
        runtime.start(new RuntimeListener(), headers);
        requests.start();
        responses.start();
        return new CallerListener();
    }

    private void end() {
        requests.end();
        responses.end();
    }

    private void cancelRuntime(String reason) {
        runtime.cancel(reason, null);
    }

    /** What the caller does. */
    private final class CallerListener extends ServerCall.Listener<InputStream> {

        @Override
        public void onMessage(InputStream message) {
            var named = modelName.isPresent() ? modelName.get().appendTo(message) : message;
            if (unary) {
                requests.hold(named);
            } else {
                cancelUnless(requests.deliver(named));
            }
        }

        @Override
        public void onHalfClose() {
            if (unary) {
                cancelUnless(requests.deliverHeld());
            }
            try {
                runtime.halfClose();
            } catch (IllegalStateException e) {
                log.trace("the runtime's half was cancelled meanwhile", e);
            }
        }

        private void cancelUnless(boolean delivered) {
            if (!delivered) {
                cancelRuntime("the call has ended");
            }
        }

        @Override
        public void onCancel() {
            end();
            cancelRuntime("cancelled by the caller");
        }

        @Override
        public void onReady() {
            responses.sinkReady();
        }
    }

    /** What the runtime does. */
    private final class RuntimeListener extends ClientCall.Listener<InputStream> {

        @Override
        public void onHeaders(Metadata headers) {
            caller.sendHeaders(headers);
        }

        @Override
        public void onMessage(InputStream message) {
            if (!responses.deliver(message)) {
                cancelRuntime("the caller takes no more messages");
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end();
            var explained = explain(status);
            caller.close(explained, trailers);
            observer.ended(explained);
        }

        @Override
        public void onReady() {
            requests.sinkReady();
        }
    }

    private final class RuntimeSink implements MessageRelay.Sink {

        @Override
        public boolean isReady() {
            return runtime.isReady();
        }

        @Override
        public void send(InputStream message) {
            runtime.sendMessage(message);
        }
    }

    private final class CallerSink implements MessageRelay.Sink {

        @Override
        public boolean isReady() {
            return caller.isReady();
        }

        @Override
        public void send(InputStream message) {
            caller.sendMessage(message);
        }
    }

    /**
     * An UNAVAILABLE with a cause was made here, not by the runtime, and the cause is the part that says what happened.
     */
    private static Status explain(Status status) {
        Throwable cause = status.getCause();
        if (cause == null || status.getCode() != Status.Code.UNAVAILABLE) {
            return status;
        }
        return status.withDescription(
                "the runtime is unreachable: " + status.getDescription() + ": " + cause.getMessage());
    }
}
