package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.trees.Tree;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A decision tree, or the average of many. */
record ForestClassifier(TreeSums shares, int trees, Labels classes) implements Classifier {

    static ForestClassifier ofTree(Fields fields) {
        CartTree tree = CartTree.of(fields);
        return of(List.of(tree), fields);
    }

    static ForestClassifier ofForest(Fields fields) {
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

    private static ForestClassifier of(List<CartTree> cart, Fields fields) {
        if (!NdArray.isArray(fields.require("classes_"))) {
            throw new InvalidModelException("a classifier of several targets at a time is not served");
        }
        Labels classes = fields.labels("classes_");
        List<Tree> trees = cart.stream().map(CartTree::shares).toList();
        TreeSums sums = TreeSums.ofCart(trees, cart.get(0).features(), classes.count(), fields.assembly());
        return new ForestClassifier(sums, trees.size(), classes);
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
