/**
 * The adapter as a process: the one place that knows {@code mmesh}, and the composition of everything else.
 *
 * <p>Starting points: {@link dev.inferport.adapter.server.AdapterServer} joins the parts,
 * {@link dev.inferport.adapter.server.ModelRuntimeService} answers the mesh,
 * {@link dev.inferport.adapter.server.AdapterSettings} says what can be configured.
 * {@link dev.inferport.adapter.server.PullerServer} is the other process, a puller in front of any runtime.
 *
 * <p>Invariants: services are registered before the port opens; no handler blocks; the adapter never reports READY with
 * values that would end the mesh process, because such values are refused at the start.
 */
@NullMarked
package dev.inferport.adapter.server;

import org.jspecify.annotations.NullMarked;
