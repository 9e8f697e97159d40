package dev.inferport.runtime.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the codec of a tensor or a request as MLServer does: what the client says, what the settings say, the type.
 */
final class ModelCodecs {

    private final MLModel model;

    ModelCodecs(MLModel model) {
        this.model = model;
    }

    <T> T decode(RequestInput input, InputCodec<T> codec) {
        return codec.decode(ContentTypes.resolve(input, model.metadata().inputs()));
    }

    Object decode(RequestInput input) {
        RequestInput resolved = ContentTypes.resolve(input, model.metadata().inputs());
        InputCodec<?> codec =
                ContentTypes.of(resolved.parameters()).flatMap(InputCodec::of).orElse(InputCodec.NUMPY);
        return codec.decode(resolved);
    }

    <T> T decode(InferenceRequest request, RequestCodec<T> codec) {
        return codec.decode(resolved(request));
    }

    Object decode(InferenceRequest request) {
        InferenceRequest resolved = resolved(request);
        Optional<RequestCodec<?>> codec = ContentTypes.of(request.parameters())
                .or(() -> model.settings().parameters().contentType())
                .flatMap(RequestCodec::of);
        return codec.isPresent() ? codec.get().decode(resolved) : resolved;
    }

    ResponseOutput encode(InferenceRequest request, String name, Object payload) {
        Optional<String> asked = request.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .flatMap(output -> ContentTypes.of(output.parameters()));
        Optional<String> declared = ContentTypes.declared(model.metadata().outputs(), name);
        InputCodec<?> codec = Stream.of(asked, declared)
                .flatMap(Optional::stream)
                .map(InputCodec::of)
                .flatMap(Optional::stream)
                .filter(candidate -> candidate.canEncode(payload))
                .findFirst()
                .or(() -> InputCodec.forPayload(payload))
                .orElseThrow(() -> unknown("output '" + name + "'", payload));
        return encode(codec, name, payload);
    }

    InferenceResponse encode(Object payload) {
        return encode(RequestCodec.forPayload(payload).orElseThrow(() -> unknown("the response", payload)), payload);
    }

    private InferenceRequest resolved(InferenceRequest request) {
        List<TensorMetadata> declared = model.metadata().inputs();
        return declared.isEmpty()
                ? request
                : request.withInputs(request.inputs().stream()
                        .map(input -> ContentTypes.resolve(input, declared))
                        .toList());
    }

    @SuppressWarnings("unchecked") // canEncode() has said that the payload is one of T.
    private static <T> ResponseOutput encode(InputCodec<T> codec, String name, Object payload) {
        return codec.encode(name, (T) payload);
    }

    @SuppressWarnings("unchecked") // canEncode() has said that the payload is one of T.
    private static <T> InferenceResponse encode(RequestCodec<T> codec, Object payload) {
        return codec.encode((T) payload);
    }

    private static IllegalArgumentException unknown(String what, Object payload) {
        return new IllegalArgumentException(
                what + ": no codec for " + payload.getClass().getName()
                        + " (expected: a Tensor, or a list of strings, byte arrays or dates and times)");
    }
}
