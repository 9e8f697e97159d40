package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.Parameters;
import dev.inferport.wire.inference.InferParameter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtoParametersTest {

    private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

    @Test
    void unsignedValuesKeepTheirSize() {
        Parameters parameters = ProtoParameters.decode(Map.of(
                "small", InferParameter.newBuilder().setUint64Param(5).build(),
                "large",
                        InferParameter.newBuilder()
                                .setUint64Param(Long.MIN_VALUE)
                                .build()));

        assertThat(parameters.asMap()).isEqualTo(Map.of("small", 5L, "large", TWO_TO_63));
    }

    @Test
    void numbersOfAnyClassFindAType() {
        assertThat(encoded(3).getInt64Param()).isEqualTo(3);
        assertThat(encoded(1.5f).getDoubleParam()).isEqualTo(1.5);
        assertThat(encoded(TWO_TO_63).getUint64Param()).isEqualTo(Long.MIN_VALUE);
        assertThat(encoded(BigInteger.TEN).getInt64Param()).isEqualTo(10);
        assertThat(encoded(TWO_TO_63.negate().subtract(BigInteger.ONE)).getDoubleParam())
                .isEqualTo(-0x1p63);
    }

    @Test
    void aListOrAMapGoesAsJson() {
        assertThat(encoded(List.of(1L, true, "a\"\n", List.of(), Double.NaN)).getStringParam())
                .isEqualTo("[1,true,\"a\\\"\\u000a\",[],\"NaN\"]");
        assertThat(encoded(Map.of("k", Map.of())).getStringParam()).isEqualTo("{\"k\":{}}");
    }

    private static InferParameter encoded(Object value) {
        return ProtoParameters.encode(Parameters.of("p", value))
                .values()
                .iterator()
                .next();
    }
}
