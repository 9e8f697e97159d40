/**
 * What each backend has to do, as tests: extend {@link dev.inferport.runtime.backendkit.BackendKit}, or
 * {@link dev.inferport.runtime.backendkit.TabularBackendKit}, in the backend's tests, and give it a
 * {@link dev.inferport.runtime.backendkit.Sample}. For test scope only.
 */
@NullMarked
package dev.inferport.runtime.backendkit;

import org.jspecify.annotations.NullMarked;
