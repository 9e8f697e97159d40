package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.DataType;
import dev.inferport.wire.inference.InferTensorContents;
import java.util.Locale;
import java.util.Optional;

/** The fields for typed elements, each of which belongs to certain datatypes. */
enum ContentsField {
    BOOL_CONTENTS,
    INT_CONTENTS,
    INT64_CONTENTS,
    UINT_CONTENTS,
    UINT64_CONTENTS,
    FP32_CONTENTS,
    FP64_CONTENTS,
    BYTES_CONTENTS;

    /** The field for elements of that datatype; the protocol has none for FP16 and BF16. */
    static Optional<ContentsField> of(DataType dataType) {
        return switch (dataType) {
            case BOOL -> Optional.of(BOOL_CONTENTS);
            case INT8, INT16, INT32 -> Optional.of(INT_CONTENTS);
            case INT64 -> Optional.of(INT64_CONTENTS);
            case UINT8, UINT16, UINT32 -> Optional.of(UINT_CONTENTS);
            case UINT64 -> Optional.of(UINT64_CONTENTS);
            case FP32 -> Optional.of(FP32_CONTENTS);
            case FP64 -> Optional.of(FP64_CONTENTS);
            case BYTES -> Optional.of(BYTES_CONTENTS);
            case FP16, BF16 -> Optional.empty();
        };
    }

    /** How many elements the field has; 0 = it is not set. */
    int count(InferTensorContents contents) {
        return switch (this) {
            case BOOL_CONTENTS -> contents.getBoolContentsCount();
            case INT_CONTENTS -> contents.getIntContentsCount();
            case INT64_CONTENTS -> contents.getInt64ContentsCount();
            case UINT_CONTENTS -> contents.getUintContentsCount();
            case UINT64_CONTENTS -> contents.getUint64ContentsCount();
            case FP32_CONTENTS -> contents.getFp32ContentsCount();
            case FP64_CONTENTS -> contents.getFp64ContentsCount();
            case BYTES_CONTENTS -> contents.getBytesContentsCount();
        };
    }

    /** The field's name in the protocol. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
