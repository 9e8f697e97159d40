/**
 * CatBoost models, run by the library's own native code in this process:
 * {@link dev.inferport.runtime.catboost.CatBoostModel}.
 *
 * <p>The native code believes what a file says: an index that points nowhere ends the process. So the way of a file is:
 * {@code ModelFile} reads the bytes once; {@code CbmReader} or {@code JsonReader} walks through all of them and
 * {@code TreeCheck} and {@code CounterCheck} prove that each index, offset and length that prediction follows stays
 * within the model; only then the same bytes are handed over. What can't be proven is refused: text and embedding
 * features, and in JSON everything but numbers and symmetric trees.
 *
 * <p>Invariants: bytes that were not checked never reach the library; predictions are the library's, classes and
 * probabilities are made of them here as its Python interface does.
 */
@NullMarked
package dev.inferport.runtime.catboost;

import org.jspecify.annotations.NullMarked;
