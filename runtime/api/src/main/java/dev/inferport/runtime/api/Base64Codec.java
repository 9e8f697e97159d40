package dev.inferport.runtime.api;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/** Bytes of any kind, one array per element. */
final class Base64Codec implements InputCodec<List<byte[]>> {

    static final String CONTENT_TYPE = "base64";

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public boolean canEncode(Object payload) {
        return payload instanceof List<?> list && list.stream().allMatch(byte[].class::isInstance);
    }

    /** Without any content type base64 is tried, as in MLServer; under another one the bytes are as they came. */
    @Override
    public List<byte[]> decode(RequestInput input) {
        boolean named = ContentTypes.of(input.parameters()).isPresent();
        return Elements.of(input).stream()
                .map((ByteBuffer element) -> named ? element : Elements.decoded(element))
                .map(Elements::bytes)
                .toList();
    }

    @Override
    public ResponseOutput encode(String name, List<byte[]> payload) {
        List<byte[]> texts = payload.stream().map(Base64.getEncoder()::encode).toList();
        return new ResponseOutput(
                name, Tensor.ofBytes(texts, texts.size(), 1), Parameters.of(ContentTypes.PARAMETER, CONTENT_TYPE));
    }
}
