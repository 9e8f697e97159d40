package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.trees.Tree;
import java.util.List;

/** A decision tree, or the average of many. */
record ForestRegressor(TreeSums numbers, int trees) implements Regressor {

    static ForestRegressor ofTree(Fields fields) {
        return of(List.of(CartTree.of(fields)), fields);
    }

    static ForestRegressor ofForest(Fields fields) {
        return of(ForestClassifier.cartTrees(fields), fields);
    }

    private static ForestRegressor of(List<CartTree> cart, Fields fields) {
        List<Tree> trees = cart.stream().map(CartTree::numbers).toList();
        CartTree first = cart.get(0);
        return new ForestRegressor(TreeSums.ofCart(trees, first.features(), first.outputs(), fields), trees.size());
    }

    @Override
    public int features() {
        return numbers.features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        DenseMatrix sums = numbers.add(rows);
        return trees == 1 ? sums : sums.map(sum -> sum / trees);
    }
}
