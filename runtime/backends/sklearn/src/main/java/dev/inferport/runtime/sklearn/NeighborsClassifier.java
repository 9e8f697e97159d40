package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The class of most of the nearest neighbors. */
record NeighborsClassifier(NeighborVotes votes, Labels classes) implements Classifier {

    static Estimator of(Fields fields) {
        List<Labels> targets = TargetsClassifier.targets(fields);
        Neighbors neighbors = Neighbors.of(fields);
        NdArray y = fields.array("_y");
        if (y.size() != neighbors.rows() * targets.size()) {
            throw new InvalidModelException(y.size() + " classes for " + neighbors.rows() + " rows");
        }
        NeighborVotes votes = new NeighborVotes(neighbors, y.ints(), targets);
        return targets.size() == 1
                ? new NeighborsClassifier(votes, targets.get(0))
                : new TargetsClassifier(votes::of, targets, neighbors.features());
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public int features() {
        return votes.neighbors().features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(votes.of(rows));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return ScoreRows.normalised(votes.of(rows), true);
    }
}
