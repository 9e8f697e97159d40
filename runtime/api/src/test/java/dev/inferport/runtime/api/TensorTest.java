package dev.inferport.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {

    @Test
    void typedViewsReadTheBytesThatCameIn() {
        ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        raw.putFloat(1.5f).putFloat(Float.NaN).flip();

        Tensor tensor = Tensor.ofRaw(DataType.FP32, Shape.of(1, 2), raw);

        assertThat(tensor.floats().get(0)).isEqualTo(1.5f);
        assertThat(tensor.floats().get(1)).isNaN();
        raw.putFloat(0, 2.5f);
        assertThat(tensor.floats().get(0)).as("a view, not a copy").isEqualTo(2.5f);
    }

    @Test
    void aTensorCannotBeWrittenTo() {
        Tensor tensor = Tensor.of(new float[] {1}, 1);

        assertThatThrownBy(() -> tensor.floats().put(0, 2)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> tensor.raw().put(0, (byte) 2)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void theBytesBeforeAndBehindTheBuffersWindowDoNotCount() {
        ByteBuffer message = ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN);
        message.put(4, (byte) 7).position(4).limit(8);

        assertThat(Tensor.ofRaw(DataType.INT32, Shape.of(1), message).ints().get(0))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"FP32, 7", "FP32, 12", "FP64, 8", "INT8, 1", "BOOL, 3", "BF16, 5"})
    void aWrongNumberOfBytesIsRefused(DataType type, int bytes) {
        assertThatThrownBy(() -> Tensor.ofRaw(type, Shape.of(2), ByteBuffer.allocate(bytes)))
                .isInstanceOf(InferenceException.class)
                .hasMessage("raw data: %d bytes (expected: 2 x %d for %s of shape [2])", bytes, type.size(), type);
    }

    @Test
    void aShapeBeyondAllMemoryIsRefusedWithoutAllocating() {
        assertThatThrownBy(() -> Tensor.ofRaw(DataType.FP32, Shape.of(1L << 40, 1L << 20), ByteBuffer.allocate(4)))
                .isInstanceOf(InferenceException.class);
        assertThatThrownBy(() -> Tensor.ofRaw(DataType.BYTES, Shape.of(1L << 40), ByteBuffer.allocate(4)))
                .isInstanceOf(InferenceException.class);
        assertThatThrownBy(() -> Shape.of(1L << 40, 1L << 40).elementCount())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("2^63");
    }

    @Test
    void bytesElementsHaveEachALengthOfTheirOwn() {
        Tensor tensor = Tensor.ofStrings(List.of("", "grün", "a"), 3);

        assertThat(tensor.elementCount()).isEqualTo(3);
        assertThat(tensor.strings()).containsExactly("", "grün", "a");
        assertThat(tensor.raw().remaining()).isEqualTo(3 * 4 + 5 + 1);
        assertThat(Tensor.ofRaw(DataType.BYTES, Shape.of(3), tensor.raw())).isEqualTo(tensor);
    }

    @Test
    void aBytesElementThatReachesBeyondTheEndIsRefused() {
        ByteBuffer raw = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 200);

        assertThatThrownBy(() -> Tensor.ofRaw(DataType.BYTES, Shape.of(1), raw))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("element 0")
                .hasMessageContaining("beyond the end");
        raw.putInt(0, -1);
        assertThatThrownBy(() -> Tensor.ofRaw(DataType.BYTES, Shape.of(1), raw)).isInstanceOf(InferenceException.class);
    }

    @Test
    void bytesBehindTheLastElementAreRefused() {
        ByteBuffer raw = ByteBuffer.wrap("\3\0\0\0oneX".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> Tensor.ofRaw(DataType.BYTES, Shape.of(1), raw))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("1 bytes after the last of 1 elements");
    }

    @Test
    void aCountThatDoesNotFitTheShapeIsRefused() {
        assertThatThrownBy(() -> Tensor.of(new double[3], 2, 2))
                .isInstanceOf(InferenceException.class)
                .hasMessage("data: 3 elements (expected: 4 for FP64 of shape [2, 2])");
    }

    @ParameterizedTest
    @EnumSource
    void aViewOfAnotherDatatypeIsRefused(DataType type) {
        Tensor tensor = Tensor.ofRaw(type, Shape.of(0), ByteBuffer.allocate(0));

        assertThat(tensor.elementCount()).isZero();
        if (type != DataType.FP32) {
            assertThatThrownBy(tensor::floats)
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("datatype: %s (expected: FP32)", type);
        }
        if (type == DataType.BYTES) {
            assertThatThrownBy(tensor::toFloats).isInstanceOf(InferenceException.class);
        } else {
            assertThat(tensor.toFloats()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL,   01,               1",
        "UINT8,  FF,               255",
        "INT8,   FF,               -1",
        "UINT16, FFFF,             65535",
        "INT16,  FEFF,             -2",
        "FP16,   003C,             1",
        "FP16,   00C0,             -2",
        "FP16,   0100,             5.960464477539063E-8",
        "FP16,   FF7B,             65504",
        "FP16,   007C,             Infinity",
        "BF16,   803F,             1",
        "BF16,   20C1,             -10",
        "UINT32, FFFFFFFF,         4294967295",
        "INT32,  FFFFFFFF,         -1",
        "FP32,   0000C03F,         1.5",
        "UINT64, FFFFFFFFFFFFFFFF, 18446744073709551615",
        "INT64,  FFFFFFFFFFFFFFFF, -1",
        "FP64,   000000000000F83F, 1.5"
    })
    void everyNumberConverts(DataType type, String hex, double expected) {
        ByteBuffer raw = ByteBuffer.wrap(java.util.HexFormat.of().parseHex(hex));
        Tensor tensor = Tensor.ofRaw(type, Shape.of(1), raw);

        assertThat(tensor.toDoubles()).containsExactly(expected);
        assertThat(tensor.toFloats()).containsExactly((float) expected);
    }

    @Test
    void aTextFormNeverShowsTheElements() {
        assertThat(Tensor.ofStrings(List.of("private"), 1)).hasToString("BYTES[1]");
    }
}
