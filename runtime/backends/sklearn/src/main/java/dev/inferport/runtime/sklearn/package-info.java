/**
 * Serves models of scikit-learn, as joblib or pickle saved them, without Python.
 *
 * <p>{@link dev.inferport.runtime.sklearn.SKLearnModel} is the model. Loading has two steps: {@code ModelFile} reads
 * the file into plain data ({@code PickleReader}), and {@code Assembly} makes an {@code Estimator} of each fitted
 * object in it, by the names in {@code EstimatorTable}.
 *
 * <p>Invariants: nothing that a file says is ever called, looked up by name as a Java class, or allocated before its
 * bytes are there; a name that is not listed ends the reading. Loading ends with an estimator or with an exception that
 * says what is wrong with the file. An estimator is immutable, answers any number of threads, and gives the numbers of
 * the library: bit by bit for trees, up to the order of summation elsewhere.
 */
@NullMarked
package dev.inferport.runtime.sklearn;

import org.jspecify.annotations.NullMarked;
