package dev.inferport.runtime.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.InferTensorContents;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor in each of the forms that it has on the wire, made here and not by the code under test.
 *
 * @param values {@link Boolean}, {@link BigInteger}, {@link Double} (NaN among them) or {@link String}, by datatype
 */
record WireTensor(String name, String datatype, List<Long> shape, List<Object> values) {

    static WireTensor of(String datatype, List<Long> shape, Object... values) {
        return new WireTensor("x", datatype, shape, List.of(values));
    }

    String json() {
        return values.stream()
                .map(value -> value instanceof String text
                        ? "\"" + text + "\""
                        : value.equals(Double.NaN) ? "null" : String.valueOf(value))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    byte[] raw() {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        values.forEach(value -> raw.writeBytes(element(value)));
        return raw.toByteArray();
    }

    /** Not for FP16 and BF16, which the protocol has in raw form only. */
    InferTensorContents typed() {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (Object value : values) {
            switch (datatype) {
                case "BOOL" -> contents.addBoolContents((Boolean) value);
                case "INT8", "INT16", "INT32" -> contents.addIntContents(((BigInteger) value).intValueExact());
                case "INT64" -> contents.addInt64Contents(((BigInteger) value).longValueExact());
                case "UINT8", "UINT16", "UINT32" -> contents.addUintContents(((BigInteger) value).intValue());
                case "UINT64" -> contents.addUint64Contents(((BigInteger) value).longValue());
                case "FP32" -> contents.addFp32Contents(((Double) value).floatValue());
                case "FP64" -> contents.addFp64Contents((Double) value);
                case "BYTES" -> contents.addBytesContents(ByteString.copyFromUtf8((String) value));
                default -> throw new IllegalArgumentException(datatype);
            }
        }
        return contents.build();
    }

    static WireTensor ofTyped(String name, String datatype, List<Long> shape, InferTensorContents contents) {
        List<Object> values = new ArrayList<>();
        values.addAll(contents.getBoolContentsList());
        contents.getIntContentsList().forEach(value -> values.add(BigInteger.valueOf(value)));
        contents.getInt64ContentsList().forEach(value -> values.add(BigInteger.valueOf(value)));
        contents.getUintContentsList().forEach(value -> values.add(BigInteger.valueOf(Integer.toUnsignedLong(value))));
        contents.getUint64ContentsList().forEach(value -> values.add(new BigInteger(Long.toUnsignedString(value))));
        contents.getFp32ContentsList().forEach(value -> values.add((double) value));
        values.addAll(contents.getFp64ContentsList());
        contents.getBytesContentsList().forEach(value -> values.add(value.toStringUtf8()));
        return new WireTensor(name, datatype, shape, values);
    }

    static WireTensor ofJson(JsonNode output) {
        List<Long> shape = new ArrayList<>();
        output.path("shape").forEach(dimension -> shape.add(dimension.asLong()));
        String datatype = output.path("datatype").asText();
        List<Object> values = new ArrayList<>();
        output.path("data").forEach(value -> values.add(value(datatype, value)));
        return new WireTensor(output.path("name").asText(), datatype, shape, values);
    }

    private static Object value(String datatype, JsonNode value) {
        if (value.isNull()) {
            return Double.NaN;
        }
        return switch (datatype) {
            case "BOOL" -> value.booleanValue();
            case "BYTES" -> value.textValue();
            case "FP16", "BF16", "FP32", "FP64" -> value.doubleValue();
            default -> value.bigIntegerValue();
        };
    }

    private byte[] element(Object value) {
        ByteBuffer raw = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        switch (datatype) {
            case "BOOL" -> raw.put((byte) ((Boolean) value ? 1 : 0));
            case "INT8", "UINT8" -> raw.put(((BigInteger) value).byteValue());
            case "INT16", "UINT16" -> raw.putShort(((BigInteger) value).shortValue());
            case "INT32", "UINT32" -> raw.putInt(((BigInteger) value).intValue());
            case "INT64", "UINT64" -> raw.putLong(((BigInteger) value).longValue());
            case "FP16" -> raw.putShort(half((Double) value));
            case "BF16" -> raw.putShort((short) (Float.floatToIntBits(((Double) value).floatValue()) >> 16));
            case "FP32" -> raw.putFloat(((Double) value).floatValue());
            case "FP64" -> raw.putDouble((Double) value);
            default -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                raw.putInt(text.length).put(text);
            }
        }
        byte[] bytes = new byte[raw.position()];
        raw.flip().get(bytes);
        return bytes;
    }

    /** For the halves that the cases have: small multiples of powers of two. */
    private static short half(double value) {
        if (Double.isNaN(value)) {
            return 0x7E00;
        }
        int bits = Float.floatToIntBits((float) value);
        int exponent = ((bits >> 23) & 0xFF) - 127 + 15;
        return value == 0 ? 0 : (short) (((bits >> 16) & 0x8000) | (exponent << 10) | ((bits >> 13) & 0x3FF));
    }
}
