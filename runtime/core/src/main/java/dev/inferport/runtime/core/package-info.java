/**
 * The model server without its protocols: {@link dev.inferport.runtime.core.InferenceRuntime} is what a front talks to.
 *
 * <p>A model comes from the {@link dev.inferport.runtime.core.ModelRepository} (settings files), is made by the
 * {@link dev.inferport.runtime.core.ModelFactory}, lives in the {@link dev.inferport.runtime.core.ModelRegistry} and
 * answers through the {@link dev.inferport.runtime.core.InferencePipeline}, at the end of which its
 * {@link dev.inferport.runtime.core.ModelQueue} decides what runs when, and together with what. An
 * {@link dev.inferport.runtime.core.InferenceObserver} sees every request, load and unload once. What always holds:
 *
 * <ol>
 *   <li>A response belongs to the request that asked.
 *   <li>One caller's failure, cancellation or deadline never delays or fails another's.
 *   <li>Every wait has a bound.
 *   <li>Loading and unloading of one model happen one after the other; different models never wait for each other, and
 *       no load runs on a thread that serves inference.
 *   <li>A model is never unloaded under a running predict.
 *   <li>An observer that throws changes nothing.
 * </ol>
 */
@NullMarked
package dev.inferport.runtime.core;

import org.jspecify.annotations.NullMarked;
