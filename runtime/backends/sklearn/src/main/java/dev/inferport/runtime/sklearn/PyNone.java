package dev.inferport.runtime.sklearn;

/** Python's {@code None}. */
enum PyNone {
    NONE
}
