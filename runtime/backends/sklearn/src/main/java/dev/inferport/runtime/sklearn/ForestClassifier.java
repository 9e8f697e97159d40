package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.trees.Tree;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A decision tree, or the average of many. */
record ForestClassifier(TreeSums shares, int trees, Labels classes) implements Classifier {

    static Estimator ofTree(Fields fields) {
        CartTree tree = CartTree.of(fields);
        return of(List.of(tree), fields);
    }

    static Estimator ofForest(Fields fields) {
        return of(cartTrees(fields), fields);
    }

    static List<CartTree> cartTrees(Fields forest) {
        List<CartTree> trees = forest.list("estimators_").stream()
                .map(tree -> CartTree.of(forest.of(tree)))
                .toList();
        if (trees.isEmpty()) {
            throw new InvalidModelException("a forest has no trees");
        }
        return trees;
    }

    private static Estimator of(List<CartTree> cart, Fields fields) {
        List<Labels> targets = TargetsClassifier.targets(fields);
        int[] counts = targets.stream().mapToInt(Labels::count).toArray();
        List<Tree> trees = cart.stream().map(tree -> tree.shares(counts)).toList();
        int features = cart.get(0).features();
        TreeSums sums = TreeSums.ofCart(trees, features, TargetsClassifier.count(targets), fields);
        return targets.size() == 1
                ? new ForestClassifier(sums, trees.size(), targets.get(0))
                : new TargetsClassifier(sums::add, ofVersion(targets, fields), features);
    }

    /** Before 0.21 the classes of several targets became numbers of double precision. */
    private static List<Labels> ofVersion(List<Labels> targets, Fields fields) {
        return fields.since(0, 21)
                ? targets
                : targets.stream().map(Labels::asDoubles).toList();
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public int features() {
        return shares.features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(predictProba(rows));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        DenseMatrix sums = shares.add(rows);
        return trees == 1 ? sums : sums.map(sum -> sum / trees);
    }
}
