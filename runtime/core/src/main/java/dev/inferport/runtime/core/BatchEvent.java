package dev.inferport.runtime.core;

/**
 * A batch that a model is about to answer, where batching is on.
 *
 * @param model the version that answers
 * @param requests in the batch
 * @param rows in the batch
 */
public record BatchEvent(ModelKey model, int requests, long rows) {}
