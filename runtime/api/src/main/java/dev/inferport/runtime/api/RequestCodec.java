package dev.inferport.runtime.api;

import java.util.List;
import java.util.Optional;

/**
 * Turns a whole request into what a model works with, and that into a response. Clients name it as the parameter
 * {@code content_type} of the request. Codecs hold no state and may be used by any thread.
 *
 * @param <T> what the model works with
 */
public interface RequestCodec<T> {

    /** {@code np}: the request's one tensor. */
    RequestCodec<Tensor> NUMPY = new SingleTensorCodec<>(InputCodec.NUMPY);

    /** {@code str}: the texts of the request's one tensor. */
    RequestCodec<List<String>> STRING = new SingleTensorCodec<>(InputCodec.STRING);

    /** {@code pd}: a table with a column per tensor. */
    RequestCodec<Table> PANDAS = new PandasCodec();

    /** The name that clients know it by. */
    String contentType();

    /** Whether {@link #encode} takes this value. */
    boolean canEncode(Object payload);

    /**
     * What the request holds.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where it can't be read
     */
    T decode(InferenceRequest request);

    /** A response of this value, with its content type among the parameters. */
    InferenceResponse encode(T payload);

    /** The codec of that content type; empty for one that is unknown, which is no error. */
    static Optional<RequestCodec<?>> of(String contentType) {
        return all().stream()
                .filter(codec -> codec.contentType().equals(contentType))
                .findFirst();
    }

    /** The codec for values of that type. */
    static Optional<RequestCodec<?>> forPayload(Object payload) {
        return all().stream().filter(codec -> codec.canEncode(payload)).findFirst();
    }

    private static List<RequestCodec<?>> all() {
        return List.of(NUMPY, STRING, PANDAS);
    }
}
