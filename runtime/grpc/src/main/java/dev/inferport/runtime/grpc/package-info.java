/**
 * The V2 (Open Inference) protocol over gRPC: {@link dev.inferport.runtime.grpc.InferenceService} is the one service,
 * and puts every RPC of {@code inference.GRPCInferenceService} before an
 * {@link dev.inferport.runtime.core.InferenceRuntime}.
 *
 * <p>What always holds:
 *
 * <ol>
 *   <li>Where the call says in its {@code mm-model-id} headers which model is meant, the message can't say another.
 *   <li>A raw tensor is a view of the received message, which was copied once, from the socket; a typed one is copied
 *       once more, into that form.
 *   <li>No handler waits on a thread of gRPC's: it may run on an event loop.
 *   <li>NOT_FOUND, and a text that ends in "not found", mean that the model is not loaded and nothing else: a mesh that
 *       sees either evicts the model.
 *   <li>A call whose client is gone, or whose deadline has passed, does not start a model.
 * </ol>
 */
@NullMarked
package dev.inferport.runtime.grpc;

import org.jspecify.annotations.NullMarked;
