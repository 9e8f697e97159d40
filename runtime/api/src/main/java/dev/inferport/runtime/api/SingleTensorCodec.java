package dev.inferport.runtime.api;

/** A request of one tensor, and a response of one, which is called {@code output-1} as in MLServer. */
final class SingleTensorCodec<T> implements RequestCodec<T> {

    private static final String OUTPUT = "output-1";

    private final InputCodec<T> tensor;

    SingleTensorCodec(InputCodec<T> tensor) {
        this.tensor = tensor;
    }

    @Override
    public String contentType() {
        return tensor.contentType();
    }

    @Override
    public boolean canEncode(Object payload) {
        return tensor.canEncode(payload);
    }

    @Override
    public T decode(InferenceRequest request) {
        return tensor.decode(request.singleInput());
    }

    @Override
    public InferenceResponse encode(T payload) {
        return InferenceResponse.builder()
                .parameters(Parameters.of(ContentTypes.PARAMETER, contentType()))
                .output(tensor.encode(OUTPUT, payload))
                .build();
    }
}
