package dev.inferport.runtime.core;

/** The states of the V2 repository extension. */
public enum ModelState {
    /** It answers. */
    READY,
    /** A load is running; nothing answers yet. */
    LOADING,
    /** It takes no new requests and ends those under way. */
    UNLOADING,
    /** It is in the repository and not loaded; the reason says why where a load failed. */
    UNAVAILABLE
}
