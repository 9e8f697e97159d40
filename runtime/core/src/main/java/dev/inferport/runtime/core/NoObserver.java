package dev.inferport.runtime.core;

/** Looks at nothing. */
enum NoObserver implements InferenceObserver {
    INSTANCE
}
