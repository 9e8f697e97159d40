/**
 * The V2 (Open Inference) protocol over HTTP/1.1: {@link dev.inferport.runtime.rest.RestServer} is the starting point.
 *
 * <p>A request passes {@code ConnectionSetup}'s handlers (one request of a connection at a time, in order), is matched
 * by the {@code Router}, and is answered by one of the {@code *Operations}. {@code RequestParser} reads the JSON
 * straight into the raw form of a tensor, {@code ResponseWriter} is its counterpart. What always holds:
 *
 * <ol>
 *   <li>Network threads never block and never read large JSON: what takes longer moves to the background threads or to
 *       the threads that run models.
 *   <li>Responses leave a connection in the order of its requests.
 *   <li>Every error is {@code {"error": "a sentence"}}; {@code ErrorReplies} is the one place that chooses its status.
 *   <li>What a client sends can't make the server allocate more than a small multiple of what it has sent.
 *   <li>A client that goes away cancels its call.
 * </ol>
 *
 * <p>Where the protocol leaves a choice open: numbers are checked against their datatype, and a fraction is no integer
 * (1.0 is); {@code null}, {@code NaN} and {@code Infinity}, the latter two with or without quotes, are values of the
 * floating-point datatypes; BOOL is {@code true}, {@code false}, 1 or 0; BYTES elements are text, which reaches the
 * model as UTF-8. In responses FP32 has the fewest digits that identify it, NaN and infinities are {@code null} as in
 * MLServer, and BYTES that aren't UTF-8 are base64 with {@code "content_type": "base64"}.
 */
@NullMarked
package dev.inferport.runtime.rest;

import org.jspecify.annotations.NullMarked;
