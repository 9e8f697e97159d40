package dev.inferport.runtime.pmml;

import dev.inferport.runtime.trees.Comparison;
import dev.inferport.runtime.trees.DoubleTreeEnsemble;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeEnsembleBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.pmml4s.data.DataVal;
import org.pmml4s.metadata.ResultFeature;
import org.pmml4s.model.Model;
import org.pmml4s.model.Node;
import org.pmml4s.model.TreeModel;
import scala.Option;

/** Classification trees whose probabilities are averaged: a forest. */
record AveragedClasses(DoubleTreeEnsemble trees, int width) implements Scores {

    /** The trees of a mining model, or empty where it does more than to average them. */
    static Optional<AveragedClasses> of(Model model, Map<String, Integer> columns) {
        Optional<TreeParts> parts = TreeParts.of(model)
                .filter(found -> found.method().equals("average") && found.isPlain(model))
                .filter(found -> model.isClassification() && model.targets().isEmpty());
        DataVal[] classes = model.classes();
        if (parts.isEmpty() || classes.length < 2) {
            return Optional.empty();
        }
        TreeModel head = parts.get().trees().get(0);
        try {
            TreeEnsembleBuilder builder =
                    new TreeEnsembleBuilder(columns.size(), classes.length, Comparison.LESS_OR_EQUAL);
            for (TreeModel tree : parts.get().trees()) {
                Optional<Tree> compiled = givesProbabilities(tree, head, classes)
                        ? NodeTrees.compile(tree, columns, new Probabilities(classes))
                        : Optional.empty();
                if (compiled.isEmpty()) {
                    return Optional.empty();
                }
                builder.add(compiled.get(), 0);
            }
            return Optional.of(new AveragedClasses(builder.buildDouble(), classes.length));
        } catch (InvalidTreeException e) {
            return Optional.empty();
        }
    }

    /** Whether a tree gives the probability of each class, in the same place as the first tree does. */
    private static boolean givesProbabilities(TreeModel tree, TreeModel head, DataVal[] classes) {
        return tree.isClassification()
                && tree.targets().isEmpty()
                && Arrays.stream(classes)
                        .allMatch(one -> place(tree, one) >= 0 && place(tree, one) == place(head, one));
    }

    private static int place(TreeModel tree, DataVal one) {
        return tree.outputIndex(ResultFeature.probability(), Option.apply(one));
    }

    @Override
    public double[] of(double[] rows, int count) {
        double[] sums = new double[Math.multiplyExact(count, width)];
        trees.addAll(rows, count, sums);
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= trees.treeCount();
        }
        return sums;
    }

    @Override
    public long sizeInBytes() {
        return trees.sizeInBytes();
    }

    /** A leaf's share of each class. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Probabilities(DataVal[] classes) implements NodeTrees.LeafValues {

        @Override
        public double[] of(Node node) {
            return Arrays.stream(classes).mapToDouble(node::getProbability).toArray();
        }

        @Override
        public double[] none() {
            double[] none = new double[classes.length];
            Arrays.fill(none, Double.NaN);
            return none;
        }
    }
}
