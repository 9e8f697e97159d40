package dev.inferport.runtime.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Texts in UTF-8, one per element. */
final class StringCodec implements InputCodec<List<String>> {

    static final String CONTENT_TYPE = "str";

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public boolean canEncode(Object payload) {
        return payload instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    }

    @Override
    public List<String> decode(RequestInput input) {
        List<ByteBuffer> elements = Elements.of(input);
        List<String> texts = new ArrayList<>(elements.size());
        for (ByteBuffer element : elements) {
            texts.add(text(input, texts.size(), element));
        }
        return Collections.unmodifiableList(texts);
    }

    @Override
    public ResponseOutput encode(String name, List<String> payload) {
        return new ResponseOutput(
                name,
                Tensor.ofStrings(payload, payload.size(), 1),
                Parameters.of(ContentTypes.PARAMETER, CONTENT_TYPE));
    }

    private static String text(RequestInput input, int index, ByteBuffer element) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(element).toString();
        } catch (CharacterCodingException e) {
            throw new InferenceException(
                    InferenceException.Reason.INVALID_ARGUMENT,
                    "input '" + input.name() + "', element " + index
                            + ": not UTF-8 (expected: text; bytes go in base64, with the content_type that says so)",
                    e);
        }
    }
}
