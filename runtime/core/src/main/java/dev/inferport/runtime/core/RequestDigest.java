package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.RequestedOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of what the answer to a request depends on: inputs, parameters and requested outputs, not its id and not its
 * headers. Two requests with the same digest are equal in these.
 */
record RequestDigest(long first, long second, long third, long fourth) {

    static RequestDigest of(InferenceRequest request) {
        Writer writer = new Writer();
        writer.number(request.inputs().size());
        for (RequestInput input : request.inputs()) {
            writer.text(input.name());
            writer.text(input.tensor().toString());
            writer.bytes(input.tensor().raw());
            writer.parameters(input.parameters());
        }
        writer.parameters(request.parameters());
        for (RequestedOutput output : request.outputs()) {
            writer.text(output.name());
            writer.parameters(output.parameters());
        }
        ByteBuffer sum = ByteBuffer.wrap(writer.digest.digest());
        return new RequestDigest(sum.getLong(), sum.getLong(), sum.getLong(), sum.getLong());
    }

    /** Writes values so that no two sequences of them come out the same: each with its length and its kind. */
    private static final class Writer {

        private final MessageDigest digest;
        private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

        Writer() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        void number(long value) {
            digest.update(number.clear().putLong(value).flip());
        }

        void text(String text) {
            bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        void bytes(ByteBuffer bytes) {
            number(bytes.remaining());
            digest.update(bytes);
        }

        void parameters(Parameters parameters) {
            map(parameters.asMap());
        }

        private void map(Map<?, ?> values) {
            Map<String, Object> sorted = new TreeMap<>();
            values.forEach((name, value) -> sorted.put(String.valueOf(name), value));
            number(sorted.size());
            sorted.forEach((name, value) -> {
                text(name);
                value(value);
            });
        }

        private void value(Object value) {
            if (value instanceof Map<?, ?> map) {
                text("map");
                map(map);
            } else if (value instanceof Collection<?> values) {
                text("list");
                number(values.size());
                values.forEach(this::value);
            } else {
                text(value == null ? "null" : value.getClass().getName());
                text(String.valueOf(value));
            }
        }
    }
}
