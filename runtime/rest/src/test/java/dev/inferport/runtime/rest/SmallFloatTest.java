package dev.inferport.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SmallFloatTest {

    private static final int PATTERNS = 1 << 16;

    private static float[] decodeAll(SmallFloat format) {
        ByteBuffer raw = ByteBuffer.allocate(2 * PATTERNS).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < PATTERNS; bits++) {
            raw.putShort((short) bits);
        }
        return Tensor.ofRaw(DataType.of(format.name()), Shape.of(PATTERNS), raw.flip())
                .toFloats();
    }

    @ParameterizedTest
    @EnumSource
    void everyValueIsEncodedAsItself(SmallFloat format) {
        float[] values = decodeAll(format);
        for (int bits = 0; bits < PATTERNS; bits++) {
            short encoded = format.encode(values[bits]);
            if (Float.isNaN(values[bits])) {
                assertThat(format.isFinite(encoded)).isFalse();
            } else {
                assertThat(encoded).isEqualTo((short) bits);
                assertThat(format.isFinite(encoded)).isEqualTo(Float.isFinite(values[bits]));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHalfwayBetweenTwoValuesBecomesTheEvenOne(SmallFloat format) {
        float[] values = decodeAll(format);
        for (int bits = 0; bits < PATTERNS / 2 - 1 && Float.isFinite(values[bits + 1]); bits++) {
            double halfway = ((double) values[bits] + values[bits + 1]) / 2;
            assertThat(format.encode(halfway)).isEqualTo((short) (bits + (bits & 1)));
            assertThat(format.encode(Math.nextUp(halfway))).isEqualTo((short) (bits + 1));
            assertThat(format.encode(-Math.nextDown(halfway))).isEqualTo((short) (bits | 0x8000));
        }
    }

    @ParameterizedTest
    @CsvSource({"FP16, 65519.99, true", "FP16, 65520, false", "BF16, 3.3895e38, true", "BF16, 3.3962e38, false"})
    void whatIsBeyondTheRangeIsInfinite(SmallFloat format, double value, boolean finite) {
        assertThat(format.isFinite(format.encode(value))).isEqualTo(finite);
        assertThat(format.isFinite(format.encode(-value))).isEqualTo(finite);
    }
}
