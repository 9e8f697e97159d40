package dev.inferport.runtime.xgboost;

import java.io.IOException;

/**
 * A document of nested objects and arrays, read once from front to back. Each method takes the next value, and fails
 * where that is of another kind. Not for use by several threads.
 */
interface ModelDocument {

    /** Objects and arrays inside each other at most; models have about ten. */
    int MAX_DEPTH = 64;

    /** Reads the value of one field. */
    @FunctionalInterface
    interface FieldReader {
        void read(String name) throws IOException;
    }

    /** Reads one element of an array. */
    @FunctionalInterface
    interface ElementReader {
        void read() throws IOException;
    }

    /** Takes an object; the reader is called for each field and takes the field's value. */
    void object(FieldReader field) throws IOException;

    /** Takes an array; the reader is called for each element and takes it. */
    void array(ElementReader element) throws IOException;

    /** Takes an array of numbers. */
    float[] floats() throws IOException;

    /** Takes an array of whole numbers; false and true count as 0 and 1. */
    int[] ints() throws IOException;

    /** Takes a text, or a number or truth value as a text. */
    String text() throws IOException;

    /** Takes a value of any kind and forgets it. */
    void skip() throws IOException;
}
