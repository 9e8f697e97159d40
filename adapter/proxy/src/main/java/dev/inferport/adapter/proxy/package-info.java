/**
 * The data-plane proxy: any gRPC method, any kind of stream, bytes in and bytes out, to one runtime.
 *
 * <p>Starting points: {@link dev.inferport.adapter.proxy.ProxyBackend} is the connection to the runtime,
 * {@link dev.inferport.adapter.proxy.ProxyRules} says which methods are forwarded, and
 * {@link dev.inferport.adapter.proxy.ProxyRegistry} puts both behind a gRPC server as its fallback registry.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Messages are never parsed; a model id in the metadata is written behind the request, where it wins; between the
 *       two sockets a message is copied once, by gRPC's framer.
 *   <li>A side that doesn't read holds back the other one: at most one message per direction of a call waits here.
 *   <li>Metadata, status, details and trailers arrive as they were sent, except what HTTP/2 and gRPC define per hop.
 *   <li>Deadline and cancellation of the caller reach the runtime.
 *   <li>A received buffer is released exactly once, also if the call ends at the worst moment.
 *   <li>Nothing blocks: everything here runs on network threads.
 * </ul>
 */
@NullMarked
package dev.inferport.adapter.proxy;

import org.jspecify.annotations.NullMarked;
