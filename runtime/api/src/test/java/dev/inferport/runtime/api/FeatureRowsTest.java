package dev.inferport.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {

    @Test
    void aMatrixOfTheRightWidthIsRows() {
        Tensor tensor = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
        FeatureRows rows = FeatureRows.of(new RequestInput("x", tensor), 3);
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.tensor()).isSameAs(tensor);
    }

    @Test
    void theBatchMayBeEmpty() {
        assertThat(FeatureRows.of(new RequestInput("x", Tensor.of(new float[0], 0, 3)), 3)
                        .count())
                .isZero();
    }

    @Test
    void anotherWidthOrRankIsRefused() {
        assertRefused(Tensor.of(new float[6], 2, 3), 4)
                .hasMessage("input 'x': shape [2, 3] (expected: [rows, 4], the model has 4 features)");
        assertRefused(Tensor.of(new float[4], 4), 4).hasMessageContaining("[rows, 4]");
        assertRefused(Tensor.of(new float[4], 1, 1, 4), 4).hasMessageContaining("[rows, 4]");
    }

    @Test
    void textIsRefused() {
        assertRefused(Tensor.ofStrings(List.of("a"), 1, 1), 1)
                .hasMessage("input 'x': datatype BYTES (expected: a numeric datatype)");
    }

    @Test
    void moreRowsThanAnArrayHoldsAreRefused() {
        Tensor empty = Tensor.ofRaw(DataType.FP32, Shape.of(1L << 31, 0), ByteBuffer.allocate(0));
        assertRefused(empty, 0).hasMessage("input 'x': 2147483648 rows (expected: fewer than 2^31)");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Tensor tensor, int features) {
        return assertThatThrownBy(() -> FeatureRows.of(new RequestInput("x", tensor), features))
                .isInstanceOf(InferenceException.class);
    }
}
