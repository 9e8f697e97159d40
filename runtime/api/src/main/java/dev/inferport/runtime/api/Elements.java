package dev.inferport.runtime.api;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** The elements of a BYTES input as the client means them: with the content type {@code base64}, decoded. */
final class Elements {

    private Elements() {}

    /** @throws InferenceException (INVALID_ARGUMENT) for another datatype */
    static List<ByteBuffer> of(RequestInput input) {
        Tensor tensor = input.tensor();
        if (tensor.dataType() != DataType.BYTES) {
            throw new InferenceException(
                    "input '" + input.name() + "': datatype " + tensor.dataType() + " (expected: BYTES)");
        }
        boolean encoded = ContentTypes.of(input.parameters())
                .filter(Base64Codec.CONTENT_TYPE::equals)
                .isPresent();
        return IntStream.range(0, tensor.elementCount())
                .mapToObj(tensor::element)
                .map(element -> encoded ? decoded(element) : element)
                .toList();
    }

    /** As in MLServer, what is no base64 is taken as it is: clients of gRPC send the bytes themselves. */
    static ByteBuffer decoded(ByteBuffer element) {
        if (element.remaining() % 4 != 0) {
            return element;
        }
        try {
            return Base64.getDecoder().decode(element.duplicate());
        } catch (IllegalArgumentException e) {
            return element;
        }
    }

    static byte[] bytes(ByteBuffer element) {
        byte[] bytes = new byte[element.remaining()];
        element.duplicate().get(bytes);
        return bytes;
    }
}
