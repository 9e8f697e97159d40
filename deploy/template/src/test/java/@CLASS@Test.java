package @PACKAGE@;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class @CLASS@Test {

    private final @CLASS@ model = new @CLASS@(ModelSettings.builder("@NAME@")
            .parameters(ModelParameters.of(
                    Map.of("uri", Path.of("models/@NAME@").toAbsolutePath().toString())))
            .build());

    @BeforeEach
    void load() throws Exception {
        model.load();
    }

    @Test
    void eachRowIsAddedUp() {
        Tensor rows = Tensor.of(new double[] {1, 2, 3, 10, 20, 30}, 2, 3);

        double[] total = model.predict(request(rows)).output("total").tensor().toDoubles();

        assertArrayEquals(new double[] {6.5, 60.5}, total);
    }

    @Test
    void whatIsNoTableIsRefused() {
        Tensor list = Tensor.of(new double[] {1, 2}, 2);

        assertThrows(InferenceException.class, () -> model.predict(request(list)));
    }

    private static InferenceRequest request(Tensor rows) {
        return InferenceRequest.builder("@NAME@").input("rows", rows).build();
    }
}
