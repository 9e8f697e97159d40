package dev.inferport.runtime.api;

/**
 * A tensor is what an array is in Python, so there is nothing to decode. Other than there, NaN stays NaN, texts stay
 * texts, and a BYTES tensor has as many elements as its shape says.
 */
final class NumpyCodec implements InputCodec<Tensor> {

    @Override
    public String contentType() {
        return "np";
    }

    @Override
    public boolean canEncode(Object payload) {
        return payload instanceof Tensor;
    }

    @Override
    public Tensor decode(RequestInput input) {
        return input.tensor();
    }

    /** A list of N numbers gets the shape [N, 1], and a single one [1], which is what MLServer's clients expect. */
    @Override
    public ResponseOutput encode(String name, Tensor payload) {
        Shape shape = payload.shape();
        Tensor tensor =
                switch (shape.rank()) {
                    case 0 -> Tensor.ofRaw(payload.dataType(), Shape.of(1), payload.raw());
                    case 1 -> Tensor.ofRaw(payload.dataType(), Shape.of(shape.dimension(0), 1), payload.raw());
                    default -> payload;
                };
        return ResponseOutput.array(name, tensor);
    }
}
