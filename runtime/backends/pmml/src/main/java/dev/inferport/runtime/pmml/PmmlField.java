package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.TensorMetadata;
import java.util.Locale;
import org.pmml4s.metadata.Field;

/**
 * An input or output of a model.
 *
 * @param type FP64, INT64, BOOL or, for all that is no number, BYTES
 */
record PmmlField(String name, DataType type) {

    static PmmlField of(Field field) {
        return new PmmlField(field.name(), type(field));
    }

    private static DataType type(Field field) {
        if (field.isReal()) {
            return DataType.FP64;
        }
        if (field.isNumeric()) {
            return DataType.INT64;
        }
        return field.dataType().toString().toLowerCase(Locale.ROOT).startsWith("boolean")
                ? DataType.BOOL
                : DataType.BYTES;
    }

    TensorMetadata metadata() {
        return new TensorMetadata(name, type, Shape.of(Shape.ANY, 1));
    }
}
