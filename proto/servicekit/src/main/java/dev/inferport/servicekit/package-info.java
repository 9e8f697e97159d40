/**
 * Service plumbing that the runtime and the adapter share; it depends on nothing else of this project.
 *
 * <p>Starting points:
 *
 * <ul>
 *   <li>{@link dev.inferport.servicekit.Lifecycle#run}: the body of a {@code main}: start in order, stop in reverse
 *   <li>{@link dev.inferport.servicekit.Environment}: environment variables to typed settings, every mistake in one
 *       message
 *   <li>{@link dev.inferport.servicekit.Endpoint}: {@code port:8001} or {@code unix:/path}
 *   <li>{@link dev.inferport.servicekit.GrpcServers} and {@link dev.inferport.servicekit.GrpcChannels}: gRPC over
 *       either kind
 *   <li>{@link dev.inferport.servicekit.Tls} and {@link dev.inferport.servicekit.TlsFiles}: TLS and mutual TLS of any
 *       of them, whose certificate files may be replaced at any time
 *   <li>{@link dev.inferport.servicekit.AdminServer}: {@code /live}, {@code /ready}, {@code /metrics},
 *       {@code /loglevel}
 *   <li>{@link dev.inferport.servicekit.Tracing} and {@link dev.inferport.servicekit.TraceContext}: spans to an OTLP
 *       endpoint, and the W3C headers that join them
 *   <li>{@link dev.inferport.servicekit.LogSetup}: one line per event on stderr
 * </ul>
 *
 * <p>Invariants: no static state beyond the JVM's own logging configuration; whoever creates a thread closes it; an
 * error that an operator can cause is a sentence that names the value, what was expected and the remedy.
 */
@NullMarked
package dev.inferport.servicekit;

import org.jspecify.annotations.NullMarked;
