package dev.inferport.runtime.api;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The element types of the V2 protocol, under their names on the wire. */
public enum DataType {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    /** Elements of any length: text in UTF-8, images, serialised objects. */
    BYTES(0);

    private static final Map<String, DataType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(DataType::name, type -> type));

    private final int size;

    DataType(int size) {
        this.size = size;
    }

    /** Bytes of one element, or 0 for {@link #BYTES}, whose elements have each a length of their own. */
    public int size() {
        return size;
    }

    /** Whether all elements have the same number of bytes; true for all but {@link #BYTES}. */
    public boolean isFixedSize() {
        return size > 0;
    }

    /**
     * The type of that name.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where there is none
     */
    public static DataType of(String name) {
        DataType type = BY_NAME.get(name);
        if (type == null) {
            throw new InferenceException(
                    "datatype: '" + name + "' (expected: one of " + Arrays.toString(values()) + ")");
        }
        return type;
    }
}
