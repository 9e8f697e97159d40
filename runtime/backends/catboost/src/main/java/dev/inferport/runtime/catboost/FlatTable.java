package dev.inferport.runtime.catboost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table of a {@link FlatBuffer}; fields are named by their place in the schema, from 0. */
final class FlatTable {

    private final FlatBuffer buffer;
    private final int position;
    private final int size;
    private final int vtable;
    private final int vtableSize;

    FlatTable(FlatBuffer buffer, int position, int size, int vtable, int vtableSize) {
        this.buffer = buffer;
        this.position = position;
        this.size = size;
        this.vtable = vtable;
        this.vtableSize = vtableSize;
    }

    int integer(int field, int absent) throws InvalidCatBoostException {
        int at = at(field, Integer.BYTES);
        return at < 0 ? absent : buffer.data().getInt(at);
    }

    int unsignedByte(int field, int absent) throws InvalidCatBoostException {
        int at = at(field, Byte.BYTES);
        return at < 0 ? absent : buffer.data().get(at) & 0xFF;
    }

    double decimal(int field, double absent) throws InvalidCatBoostException {
        int at = at(field, Double.BYTES);
        return at < 0 ? absent : buffer.data().getDouble(at);
    }

    /** The text of the field; empty where it is absent. */
    String string(int field) throws InvalidCatBoostException {
        int at = at(field, Integer.BYTES);
        return at < 0 ? "" : buffer.string(buffer.offset(at));
    }

    Optional<FlatTable> table(int field) throws InvalidCatBoostException {
        int at = at(field, Integer.BYTES);
        return at < 0 ? Optional.empty() : Optional.of(buffer.table(buffer.offset(at)));
    }

    /** The tables of the field; none where it is absent. */
    List<FlatTable> tables(int field) throws InvalidCatBoostException {
        FlatVector offsets = vector(field, Integer.BYTES);
        List<FlatTable> tables = new ArrayList<>();
        for (int i = 0; i < offsets.count(); i++) {
            tables.add(offsets.table(i));
        }
        return tables;
    }

    List<String> strings(int field) throws InvalidCatBoostException {
        FlatVector offsets = vector(field, Integer.BYTES);
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < offsets.count(); i++) {
            strings.add(offsets.string(i));
        }
        return strings;
    }

    /** The vector of the field; an empty one where it is absent. */
    FlatVector vector(int field, int elementSize) throws InvalidCatBoostException {
        int at = at(field, Integer.BYTES);
        return at < 0 ? FlatVector.empty(buffer) : buffer.vector(buffer.offset(at), elementSize);
    }

    /** Where the field's bytes are, or -1 where the table doesn't have it. */
    private int at(int field, int bytes) throws InvalidCatBoostException {
        int entry = 2 * Short.BYTES + field * Short.BYTES;
        if (entry + Short.BYTES > vtableSize) {
            return -1;
        }
        int offset = buffer.data().getShort(vtable + entry) & 0xFFFF;
        if (offset == 0) {
            return -1;
        }
        if (offset < Integer.BYTES || offset + bytes > size) {
            throw buffer.invalid(position);
        }
        return position + offset;
    }
}
