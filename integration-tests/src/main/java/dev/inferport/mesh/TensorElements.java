package dev.inferport.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.InferTensorContents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Elements of a tensor between JSON, typed contents and raw little-endian bytes. FP16, which JSON clients hardly use,
 * is left out.
 */
final class TensorElements {

    private static final int LENGTH_PREFIX = 4;

    private TensorElements() {}

    static InferTensorContents toTyped(String datatype, List<JsonNode> elements) {
        var typed = InferTensorContents.newBuilder();
        for (var element : elements) {
            switch (datatype) {
                case "BOOL" -> typed.addBoolContents(element.asBoolean());
                case "INT8", "INT16", "INT32" -> typed.addIntContents(element.asInt());
                case "INT64" -> typed.addInt64Contents(element.asLong());
                case "UINT8", "UINT16" -> typed.addUintContents(element.asInt());
                case "UINT32" -> typed.addUintContents((int) element.asLong());
                case "UINT64" ->
                    typed.addUint64Contents(element.bigIntegerValue().longValue());
                case "FP32" -> typed.addFp32Contents((float) element.asDouble());
                case "FP64" -> typed.addFp64Contents(element.asDouble());
                case "BYTES" -> typed.addBytesContents(ByteString.copyFromUtf8(element.asText()));
                default -> throw unknown(datatype);
            }
        }
        return typed.build();
    }

    static ByteString toRaw(String datatype, List<JsonNode> elements) {
        var length = elements.stream()
                .mapToInt(element -> rawLength(datatype, element))
                .sum();
        var raw = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        elements.forEach(element -> putRaw(raw, datatype, element));
        return ByteString.copyFrom(raw.flip());
    }

    static void fromTyped(String datatype, InferTensorContents typed, ArrayNode json) {
        switch (datatype) {
            case "BOOL" -> typed.getBoolContentsList().forEach(json::add);
            case "INT8", "INT16", "INT32" -> typed.getIntContentsList().forEach(json::add);
            case "INT64" -> typed.getInt64ContentsList().forEach(json::add);
            case "UINT8", "UINT16", "UINT32" ->
                typed.getUintContentsList().forEach(element -> json.add(Integer.toUnsignedLong(element)));
            case "UINT64" -> typed.getUint64ContentsList().forEach(element -> json.add(Long.toUnsignedString(element)));
            case "FP32" -> typed.getFp32ContentsList().forEach(json::add);
            case "FP64" -> typed.getFp64ContentsList().forEach(json::add);
            case "BYTES" -> typed.getBytesContentsList().forEach(element -> json.add(element.toStringUtf8()));
            default -> throw unknown(datatype);
        }
    }

    static void fromRaw(String datatype, ByteString bytes, ArrayNode json) {
        var raw = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        while (raw.hasRemaining()) {
            switch (datatype) {
                case "BOOL" -> json.add(raw.get() != 0);
                case "INT8" -> json.add(raw.get());
                case "INT16" -> json.add(raw.getShort());
                case "INT32" -> json.add(raw.getInt());
                case "INT64" -> json.add(raw.getLong());
                case "UINT8" -> json.add(Byte.toUnsignedInt(raw.get()));
                case "UINT16" -> json.add(Short.toUnsignedInt(raw.getShort()));
                case "UINT32" -> json.add(Integer.toUnsignedLong(raw.getInt()));
                case "UINT64" -> json.add(Long.toUnsignedString(raw.getLong()));
                case "FP32" -> json.add(raw.getFloat());
                case "FP64" -> json.add(raw.getDouble());
                case "BYTES" -> json.add(text(raw));
                default -> throw unknown(datatype);
            }
        }
    }

    private static void putRaw(ByteBuffer raw, String datatype, JsonNode element) {
        switch (datatype) {
            case "BOOL" -> raw.put((byte) (element.asBoolean() ? 1 : 0));
            case "INT8", "UINT8" -> raw.put((byte) element.asInt());
            case "INT16", "UINT16" -> raw.putShort((short) element.asInt());
            case "INT32", "UINT32" -> raw.putInt((int) element.asLong());
            case "INT64" -> raw.putLong(element.asLong());
            case "UINT64" -> raw.putLong(element.bigIntegerValue().longValue());
            case "FP32" -> raw.putFloat((float) element.asDouble());
            case "FP64" -> raw.putDouble(element.asDouble());
            case "BYTES" -> {
                var text = element.asText().getBytes(StandardCharsets.UTF_8);
                raw.putInt(text.length).put(text);
            }
            default -> throw unknown(datatype);
        }
    }

    private static int rawLength(String datatype, JsonNode element) {
        return switch (datatype) {
            case "BOOL", "INT8", "UINT8" -> 1;
            case "INT16", "UINT16" -> 2;
            case "INT32", "UINT32", "FP32" -> 4;
            case "INT64", "UINT64", "FP64" -> 8;
            case "BYTES" -> LENGTH_PREFIX + element.asText().getBytes(StandardCharsets.UTF_8).length;
            default -> throw unknown(datatype);
        };
    }

    private static String text(ByteBuffer raw) {
        var text = new byte[raw.getInt()];
        raw.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unknown(String datatype) {
        return new IllegalArgumentException(
                "datatype: " + datatype + " (expected: BOOL, INT8 to INT64, UINT8 to UINT64, FP32, FP64 or BYTES)");
    }
}
