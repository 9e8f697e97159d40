package dev.inferport.runtime.sklearn;

import java.util.List;

/**
 * What the nearest rows count for each class, the classes of one target after those of the other.
 *
 * @param places of each training row the class in each target
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record NeighborVotes(Neighbors neighbors, int[] places, List<Labels> targets) {

    NeighborVotes {
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0 || places[i] >= targets.get(i % targets.size()).count()) {
                throw new InvalidModelException("a training row is of class " + places[i] + ", which is none");
            }
        }
    }

    DenseMatrix of(Table rows) {
        DenseMatrix x = rows.finite(neighbors.features()).dense();
        int classes = TargetsClassifier.count(targets);
        double[] votes = Matrix.zeros(x.rows(), classes);
        NearestRows nearest = neighbors.nearest();
        for (int row = 0; row < x.rows(); row++) {
            Neighbors.Found found = neighbors.find(x, row, nearest);
            for (int i = 0; i < found.rows().length; i++) {
                int start = row * classes;
                for (int target = 0; target < targets.size(); target++) {
                    int place = places[found.rows()[i] * targets.size() + target];
                    votes[start + place] += found.weights()[i];
                    start += targets.get(target).count();
                }
            }
        }
        return new DenseMatrix(x.rows(), classes, votes);
    }
}
