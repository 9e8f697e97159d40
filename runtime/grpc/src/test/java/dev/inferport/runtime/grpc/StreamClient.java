package dev.inferport.runtime.grpc;

import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The client's side of one stream. */
final class StreamClient implements ClientResponseObserver<ModelInferRequest, ModelInferResponse> {

    private final boolean reads;
    private final List<ModelInferResponse> responses = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final CompletableFuture<ClientCallStreamObserver<ModelInferRequest>> requests = new CompletableFuture<>();

    private StreamClient(boolean reads) {
        this.reads = reads;
    }

    /** A client that reads responses as they come. */
    static StreamClient reading() {
        return new StreamClient(true);
    }

    /** A client that reads nothing until {@link #read} is called. */
    static StreamClient waiting() {
        return new StreamClient(false);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ModelInferRequest> stream) {
        if (!reads) {
            stream.disableAutoRequestWithInitial(0);
        }
        requests.complete(stream);
    }

    void send(ModelInferRequest request) {
        requests.join().onNext(request);
    }

    void halfClose() {
        requests.join().onCompleted();
    }

    void cancel() {
        requests.join().cancel("the test goes away", null);
    }

    void read(int count) {
        requests.join().request(count);
    }

    List<ModelInferResponse> responses() {
        return responses;
    }

    /** The status of the stream, once it has one. */
    Status end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(ModelInferResponse response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }
}
