package dev.inferport.adapter.storage;

/** An open storage: one whose files are copied, or one whose files are here already and are linked. */
public sealed interface Storage permits ObjectStore, LocalStorage {

    /** Where it is, for the sentences of errors, such as {@code bucket 'models' at http://store:9000}; no secrets. */
    String location();

    /** Gives up what it holds; no call may be under way. */
    default void close() {}
}
