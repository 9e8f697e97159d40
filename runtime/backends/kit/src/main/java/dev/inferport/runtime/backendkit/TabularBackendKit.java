package dev.inferport.runtime.backendkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What MLServer's users count on beyond {@link BackendKit}: rows may come in any datatype. */
public abstract class TabularBackendKit extends BackendKit {

    @ParameterizedTest
    @EnumSource(value = DataType.class, mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
    void anyNumericDatatypeWillDo(DataType type) throws Exception {
        MLModel model = load();
        double[] values = new double[known().features()];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 1;
        }
        Tensor ones = Tensor.ofRaw(type, Shape.of(1, values.length), onesAndZeros(type, values.length));
        assertThat(ones.toDoubles()).isEqualTo(values);
        assertThat(predict(model, ones)).isEqualTo(predict(model, known().rows(values, 1)));
    }

    private static ByteBuffer onesAndZeros(DataType type, int count) {
        ByteBuffer raw = ByteBuffer.allocate(count * type.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < raw.limit(); at += 2 * type.size()) {
            switch (type) {
                case FP16 -> raw.putShort(at, (short) 0x3C00);
                case BF16 -> raw.putShort(at, (short) 0x3F80);
                case FP32 -> raw.putFloat(at, 1);
                case FP64 -> raw.putDouble(at, 1);
                default -> raw.put(at, (byte) 1);
            }
        }
        return raw;
    }
}
