package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.wire.inference.InferTensorContents;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Writes a tensor's elements into the field that belongs to its datatype. */
final class TypedWriter {

    private TypedWriter() {}

    /**
     * The elements, typed; made to be sent, because the accessors of the message do not show all of them.
     *
     * @throws IllegalArgumentException for FP16 and BF16, for which the protocol has no field
     */
    static InferTensorContents write(Tensor tensor) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        switch (tensor.dataType()) {
            case BOOL -> bools(tensor.bytes(), contents);
            case INT8 -> int8s(tensor.bytes(), contents);
            case INT16 -> int16s(tensor.shorts(), contents);
            case INT32 -> int32s(tensor.ints(), contents);
            case INT64 -> int64s(tensor.longs(), contents);
            case UINT8 -> uint8s(tensor.bytes(), contents);
            case UINT16 -> uint16s(tensor.shorts(), contents);
            case UINT32 -> uint32s(tensor.ints(), contents);
            case UINT64 -> uint64s(tensor.longs(), contents);
            case FP32 -> packed(InferTensorContents.FP32_CONTENTS_FIELD_NUMBER, tensor, contents);
            case FP64 -> packed(InferTensorContents.FP64_CONTENTS_FIELD_NUMBER, tensor, contents);
            case BYTES -> texts(tensor, contents);
            case FP16, BF16 -> throw new IllegalArgumentException(tensor + " has no typed form");
        }
        return contents.build();
    }

    private static void bools(ByteBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addBoolContents(values.get() != 0);
        }
    }

    private static void int8s(ByteBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addIntContents(values.get());
        }
    }

    private static void uint8s(ByteBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addUintContents(Byte.toUnsignedInt(values.get()));
        }
    }

    private static void int16s(ShortBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addIntContents(values.get());
        }
    }

    private static void uint16s(ShortBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addUintContents(Short.toUnsignedInt(values.get()));
        }
    }

    private static void int32s(IntBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addIntContents(values.get());
        }
    }

    private static void uint32s(IntBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addUintContents(values.get());
        }
    }

    private static void int64s(LongBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addInt64Contents(values.get());
        }
    }

    private static void uint64s(LongBuffer values, InferTensorContents.Builder contents) {
        while (values.hasRemaining()) {
            contents.addUint64Contents(values.get());
        }
    }

    /**
     * The field that holds these elements, in the form that it has on the wire: packed numbers of fixed width are the
     * raw form of the tensor, so that it is sent as it is. Added one by one, they would be copied three times.
     */
    private static void packed(int fieldNumber, Tensor tensor, InferTensorContents.Builder contents) {
        if (tensor.elementCount() > 0) {
            UnknownFieldSet.Field field = UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(UnsafeByteOperations.unsafeWrap(tensor.raw()))
                    .build();
            contents.setUnknownFields(
                    UnknownFieldSet.newBuilder().addField(fieldNumber, field).build());
        }
    }

    private static void texts(Tensor tensor, InferTensorContents.Builder contents) {
        for (int i = 0; i < tensor.elementCount(); i++) {
            contents.addBytesContents(ByteString.copyFrom(tensor.element(i)));
        }
    }
}
