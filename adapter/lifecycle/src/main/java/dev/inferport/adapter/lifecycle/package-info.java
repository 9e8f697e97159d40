/**
 * What happens to a model between "load it" and "it is gone": ordering, files, the runtime's folder, the runtime itself
 * and sizes. Knows storage and the V2 protocol, not who asks.
 *
 * <p>Starting points: {@link dev.inferport.adapter.lifecycle.ModelLifecycle} is what callers use,
 * {@link dev.inferport.adapter.lifecycle.LoadPipeline} and {@link dev.inferport.adapter.lifecycle.UnloadPipeline} are
 * the work, {@link dev.inferport.adapter.lifecycle.ModelSlots} is the order in which it happens.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>For one model id, at most one of load and unload runs, in order of arrival; different models never wait for
 *       each other except for the limit of concurrent loads.
 *   <li>After an unload returns, the model is in neither the runtime nor the disk, whatever happened to an earlier
 *       load.
 *   <li>A folder that the runtime can see is complete.
 *   <li>A caller that goes away never blocks anyone else, and its work is undone.
 *   <li>After a successful {@link dev.inferport.adapter.lifecycle.RuntimePurge} nothing is loaded in the runtime and
 *       the folders of models are empty.
 *   <li>A runtime that restarts is noticed; nobody is told that a model is loaded when it is not.
 * </ol>
 */
@NullMarked
package dev.inferport.adapter.lifecycle;

import org.jspecify.annotations.NullMarked;
