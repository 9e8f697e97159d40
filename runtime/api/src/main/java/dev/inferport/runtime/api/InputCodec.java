package dev.inferport.runtime.api;

import java.time.temporal.Temporal;
import java.util.List;
import java.util.Optional;

/**
 * Turns one input tensor into values that a model works with, and such values into an output tensor. The names of
 * codecs are MLServer's content types, which clients send as the parameter {@code content_type} of a tensor.
 *
 * <p>A model says which values it wants by the codec it decodes with; the content type says how the client has written
 * them. So {@link #STRING} reads texts whether they come as {@code str}, as {@code np} or in {@code base64}.
 *
 * <p>Codecs hold no state and may be used by any thread.
 *
 * @param <T> what the model works with
 */
public interface InputCodec<T> {

    /** {@code np}: a tensor as it is. */
    InputCodec<Tensor> NUMPY = new NumpyCodec();

    /** {@code str}: texts. */
    InputCodec<List<String>> STRING = new StringCodec();

    /** {@code base64}: bytes, which are base64 on the wire. */
    InputCodec<List<byte[]>> BASE64 = new Base64Codec();

    /** {@code datetime}: dates and times in ISO 8601. */
    InputCodec<List<Temporal>> DATETIME = new DatetimeCodec();

    /** The name that clients know it by. */
    String contentType();

    /** Whether {@link #encode} takes this value. */
    boolean canEncode(Object payload);

    /**
     * The values of an input.
     *
     * @throws InferenceException (INVALID_ARGUMENT) that names the input and the element, where they can't be read
     */
    T decode(RequestInput input);

    /** An output of these values, with its content type among the parameters; lists have the shape [N, 1]. */
    ResponseOutput encode(String name, T payload);

    /** The codec of that content type; empty for one that is unknown, which is no error. */
    static Optional<InputCodec<?>> of(String contentType) {
        return all().stream()
                .filter(codec -> codec.contentType().equals(contentType))
                .findFirst();
    }

    /** The codec for values of that type. */
    static Optional<InputCodec<?>> forPayload(Object payload) {
        return all().stream().filter(codec -> codec.canEncode(payload)).findFirst();
    }

    private static List<InputCodec<?>> all() {
        return List.of(NUMPY, STRING, BASE64, DATETIME);
    }
}
