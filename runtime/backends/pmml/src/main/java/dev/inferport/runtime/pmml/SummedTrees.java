package dev.inferport.runtime.pmml;

import dev.inferport.runtime.trees.Comparison;
import dev.inferport.runtime.trees.DoubleTreeEnsemble;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeEnsembleBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.pmml4s.metadata.Targets;
import org.pmml4s.model.Model;
import org.pmml4s.model.Node;
import org.pmml4s.model.TreeModel;

/**
 * Regression trees whose values are added, or averaged.
 *
 * @param divisor 1, or the number of trees
 * @param target what the model does with the sum at the end
 */
record SummedTrees(DoubleTreeEnsemble trees, double divisor, DoubleUnaryOperator target) implements Scores {

    /** The trees of a model, or empty where it does more than to sum them. */
    static Optional<SummedTrees> of(Model model, Map<String, Integer> columns) {
        Optional<TreeParts> parts = TreeParts.of(model).filter(found -> found.isPlain(model) && model.isRegression());
        if (parts.isEmpty()
                || (model.targets().isDefined() && !model.targets().get().singleTarget())) {
            return Optional.empty();
        }
        List<TreeModel> models = parts.get().trees();
        try {
            TreeEnsembleBuilder builder = new TreeEnsembleBuilder(columns.size(), 1, Comparison.LESS_OR_EQUAL);
            for (TreeModel tree : models) {
                Optional<Tree> compiled = tree.isRegression() && tree.targets().isEmpty()
                        ? NodeTrees.compile(tree, columns, new Numbers())
                        : Optional.empty();
                if (compiled.isEmpty()) {
                    return Optional.empty();
                }
                builder.add(compiled.get(), 0);
            }
            double divisor = parts.get().method().equals("average") ? models.size() : 1;
            return Optional.of(new SummedTrees(builder.buildDouble(), divisor, target(model)));
        } catch (InvalidTreeException e) {
            return Optional.empty();
        }
    }

    private static DoubleUnaryOperator target(Model model) {
        if (model.targets().isEmpty()) {
            return DoubleUnaryOperator.identity();
        }
        Targets targets = model.targets().get();
        double absent = targets.defaultValue().isDefined()
                ? ((Number) targets.defaultValue().get()).doubleValue()
                : Double.NaN;
        return sum -> Double.isNaN(sum) ? absent : targets.postPredictedValue(sum);
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public double[] of(double[] rows, int count) {
        double[] sums = new double[count];
        trees.addAll(rows, count, sums);
        for (int row = 0; row < count; row++) {
            sums[row] = target.applyAsDouble(sums[row] / divisor);
        }
        return sums;
    }

    @Override
    public long sizeInBytes() {
        return trees.sizeInBytes();
    }

    /** A leaf's score. */
    private static final class Numbers implements NodeTrees.LeafValues {

        @Override
        public double[] of(Node node) {
            return node.score().isDefined() ? new double[] {node.score().get().toDouble()} : none();
        }

        @Override
        public double[] none() {
            return new double[] {Double.NaN};
        }
    }
}
