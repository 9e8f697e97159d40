package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import dev.inferport.runtime.api.DataType;
import java.io.IOException;

/** Reads one element of a tensor from JSON into the raw form of the protocol. */
interface ElementReader {

    /**
     * Reads the value that the parser is at.
     *
     * @throws WrongElementException where it is no element of the datatype
     */
    void read(JsonParser parser, ElementBuffer elements) throws IOException;

    /** A reader for the elements of one tensor. */
    static ElementReader of(DataType type) {
        return switch (type) {
            case BOOL -> new BoolReader();
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> IntegerReader.of(type);
            case FP16, BF16, FP32, FP64 -> FloatReader.of(type);
            case BYTES -> new TextReader();
        };
    }
}
