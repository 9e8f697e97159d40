/**
 * The runtime as a process: {@link dev.inferport.runtime.server.Main} reads the command line,
 * {@link dev.inferport.runtime.server.ServerSettings} the environment and {@code settings.json}, and
 * {@link dev.inferport.runtime.server.RuntimeServer} puts repository, registry and the two fronts together.
 * {@link dev.inferport.runtime.server.Metrics} lists what can be scraped.
 *
 * <p>What always holds: a caller can't choose the value of a metric's label; and the server says that it is ready, in
 * whichever protocol, only between the load of the models at start and the beginning of its stop.
 */
@NullMarked
package dev.inferport.runtime.server;

import org.jspecify.annotations.NullMarked;
