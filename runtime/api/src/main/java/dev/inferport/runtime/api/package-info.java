/**
 * What a model author compiles against: extend {@link dev.inferport.runtime.api.MLModel}, read a
 * {@link dev.inferport.runtime.api.Tensor}, return an {@link dev.inferport.runtime.api.InferenceResponse}.
 *
 * <p>Requests, responses, tensors, shapes and settings are immutable and may be shared between threads. Nothing here
 * knows a wire protocol; the package depends on the JDK alone.
 */
@NullMarked
package dev.inferport.runtime.api;

import org.jspecify.annotations.NullMarked;
