/**
 * A mesh of one node: what ModelMesh does to a runtime, small enough to start inside a test.
 *
 * <p>Start at {@link dev.inferport.mesh.EmbeddedMesh} to embed it, at {@link dev.inferport.mesh.Main} for the command
 * line, and at {@code MeshNode} to read how it works.
 *
 * <p>It treats the runtime as ModelMesh does: the same polling, the same order and pace of loads and unloads, the same
 * accounting in units of 8 KiB, the same reading of status codes. What it is not: there is one node, so nothing is ever
 * tried elsewhere; nothing outlives the process; a request names one model, not several; the number of calls in flight
 * has no limit of its own; and there is no TLS, no metrics and no payload processor.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>All state belongs to one thread, {@link dev.inferport.mesh.NodeLoop}; nothing runs there that could block.
 *   <li>One id is either in the cache or waiting for its unload, and its next load begins after that unload.
 *   <li>Weights of what is loaded, being loaded and not yet unloaded never exceed the capacity, as far as the runtime's
 *       own figures are true.
 * </ul>
 */
@NullMarked
package dev.inferport.mesh;

import org.jspecify.annotations.NullMarked;
