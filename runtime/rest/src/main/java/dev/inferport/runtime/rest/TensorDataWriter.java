package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Writes the elements of a tensor as one flat list. */
final class TensorDataWriter {

    private TensorDataWriter() {}

    /** @param asBase64 whether BYTES elements are to be encoded rather than written as text */
    static void write(JsonGenerator json, Tensor tensor, boolean asBase64) throws IOException {
        json.writeStartArray();
        switch (tensor.dataType()) {
            case BOOL -> writeBools(json, tensor.bytes());
            case INT8 -> writeBytes(json, tensor.bytes());
            case UINT8 -> writeUnsignedBytes(json, tensor.bytes());
            case INT16 -> writeShorts(json, tensor.shorts());
            case UINT16 -> writeUnsignedShorts(json, tensor.shorts());
            case INT32 -> writeInts(json, tensor.ints());
            case UINT32 -> writeUnsignedInts(json, tensor.ints());
            case INT64 -> writeLongs(json, tensor.longs());
            case UINT64 -> writeUnsignedLongs(json, tensor.longs());
            case FP16, BF16 -> writeFloats(json, FloatBuffer.wrap(tensor.toFloats()));
            case FP32 -> writeFloats(json, tensor.floats());
            case FP64 -> writeDoubles(json, tensor.doubles());
            case BYTES -> writeElements(json, tensor, asBase64);
        }
        json.writeEndArray();
    }

    private static void writeBools(JsonGenerator json, ByteBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeBoolean(values.get() != 0);
        }
    }

    private static void writeBytes(JsonGenerator json, ByteBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeNumber(values.get());
        }
    }

    private static void writeUnsignedBytes(JsonGenerator json, ByteBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeNumber(Byte.toUnsignedInt(values.get()));
        }
    }

    private static void writeShorts(JsonGenerator json, ShortBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeNumber(values.get());
        }
    }

    private static void writeUnsignedShorts(JsonGenerator json, ShortBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeNumber(Short.toUnsignedInt(values.get()));
        }
    }

    private static void writeInts(JsonGenerator json, IntBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeNumber(values.get());
        }
    }

    private static void writeUnsignedInts(JsonGenerator json, IntBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeNumber(Integer.toUnsignedLong(values.get()));
        }
    }

    private static void writeLongs(JsonGenerator json, LongBuffer values) throws IOException {
        while (values.hasRemaining()) {
            json.writeNumber(values.get());
        }
    }

    private static void writeUnsignedLongs(JsonGenerator json, LongBuffer values) throws IOException {
        while (values.hasRemaining()) {
            long value = values.get();
            if (value >= 0) {
                json.writeNumber(value);
            } else {
                json.writeNumber(Long.toUnsignedString(value));
            }
        }
    }

    private static void writeFloats(JsonGenerator json, FloatBuffer values) throws IOException {
        while (values.hasRemaining()) {
            FloatWriter.write(json, values.get());
        }
    }

    private static void writeDoubles(JsonGenerator json, DoubleBuffer values) throws IOException {
        while (values.hasRemaining()) {
            FloatWriter.write(json, values.get());
        }
    }

    private static void writeElements(JsonGenerator json, Tensor tensor, boolean asBase64) throws IOException {
        for (int i = 0; i < tensor.elementCount(); i++) {
            ByteBuffer element = tensor.element(i);
            byte[] bytes = new byte[element.remaining()];
            element.get(bytes);
            if (asBase64) {
                json.writeBinary(bytes);
            } else {
                json.writeUTF8String(bytes, 0, bytes.length);
            }
        }
    }
}
