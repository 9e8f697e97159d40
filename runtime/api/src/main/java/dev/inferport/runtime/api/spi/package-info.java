/** Where model formats plug in: {@link dev.inferport.runtime.api.spi.ModelBackend}, found by {@code ServiceLoader}. */
@NullMarked
package dev.inferport.runtime.api.spi;

import org.jspecify.annotations.NullMarked;
