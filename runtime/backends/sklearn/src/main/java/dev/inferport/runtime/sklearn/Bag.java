package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;

/**
 * Estimators that each see some of the columns.
 *
 * @param columns those of each estimator
 */
record Bag(List<Estimator> members, List<int[]> columns, int features) {

    static Bag of(Fields fields) {
        List<int[]> columns = new ArrayList<>();
        for (Object seen : fields.list("estimators_features_")) {
            columns.add(fields.assembly().array(seen).ints());
        }
        List<Estimator> members = fields.estimators("estimators_");
        if (members.isEmpty() || members.size() != columns.size()) {
            throw new InvalidModelException("a bagging ensemble has " + members.size() + " estimators");
        }
        return new Bag(members, List.copyOf(columns), fields.features());
    }

    /** What a member sees of the rows. */
    Table seenBy(int member, Table rows) {
        int[] seen = columns.get(member);
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] != i || seen.length != rows.columns()) {
                return rows.select(seen);
            }
        }
        return rows;
    }
}
