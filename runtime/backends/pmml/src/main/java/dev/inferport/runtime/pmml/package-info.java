/**
 * PMML models, evaluated by PMML4S on the JVM, or by code of our own where the model is an ensemble of trees or a plain
 * regression: {@link dev.inferport.runtime.pmml.PmmlModel}.
 *
 * <p>The library would open files that a document type names, so {@code PmmlFile} reads the document once, proves that
 * it has none and that its size and depth have bounds, and hands on that same text.
 *
 * <p>{@code Evaluator} reads a document. What PMML4S made of it is walked once: if it is nothing but trees over numbers
 * whose values are summed or averaged, {@code NodeTrees} compiles them, and the library's objects are let go; so they
 * are where {@code LinearScores} finds a linear or logistic regression over numbers.
 *
 * <p>Invariants: a document with a document type never reaches the library; a loaded model is immutable.
 */
@NullMarked
package dev.inferport.runtime.pmml;

import org.jspecify.annotations.NullMarked;
