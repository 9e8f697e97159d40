/**
 * One evaluator for ensembles of decision trees, whatever library trained them. A format's reader describes each tree
 * with a {@link dev.inferport.runtime.trees.TreeBuilder}, hands the trees to a
 * {@link dev.inferport.runtime.trees.TreeEnsembleBuilder}, and gets a
 * {@link dev.inferport.runtime.trees.FloatTreeEnsemble} or {@link dev.inferport.runtime.trees.DoubleTreeEnsemble} in
 * the narrowest layout that holds them.
 *
 * <p>Invariants: a {@link dev.inferport.runtime.trees.Tree} that exists is a tree (each node has one parent at most, no
 * cycle, bounded depth), so no walk can run away; leaves are added in the order of the trees, in the ensemble's
 * precision, so that sums are bit-equal to those of a library that does the same; evaluation keeps no state and
 * allocates nothing.
 *
 * <p>Depends on the JDK alone.
 */
@NullMarked
package dev.inferport.runtime.trees;

import org.jspecify.annotations.NullMarked;
