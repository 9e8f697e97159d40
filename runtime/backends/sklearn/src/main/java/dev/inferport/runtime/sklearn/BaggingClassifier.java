package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;

/** The average of several classifiers' probabilities, or of their votes where they have none. */
record BaggingClassifier(Bag bag, Labels classes) implements Classifier {

    static BaggingClassifier of(Fields fields) {
        return new BaggingClassifier(Bag.of(fields), fields.labels("classes_"));
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
        if (bag.members().get(0).methods().contains(Method.DECISION_FUNCTION)) {
            methods.add(Method.DECISION_FUNCTION);
        }
        return methods;
    }

    @Override
    public int features() {
        return bag.features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(predictProba(rows));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        int k = classes.count();
        double[] sums = Matrix.zeros(rows.rows(), k);
        for (int m = 0; m < bag.members().size(); m++) {
            Estimator member = bag.members().get(m);
            Table seen = bag.seenBy(m, rows);
            int[] places = ClassPlaces.ofEncoded(member.classes(), k);
            if (member.methods().contains(Method.PREDICT_PROBA)) {
                addShares(member.predictProba(seen), places, sums);
            } else {
                int[] chosen = ((ClassPrediction) member.predict(seen)).indices();
                for (int row = 0; row < chosen.length; row++) {
                    sums[row * k + places[chosen[row]]]++;
                }
            }
        }
        return new DenseMatrix(rows.rows(), k, sums)
                .map(sum -> sum / bag.members().size());
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        DenseMatrix first = bag.members().get(0).decisionFunction(bag.seenBy(0, rows));
        double[] sums = first.values().clone();
        for (int m = 1; m < bag.members().size(); m++) {
            double[] more =
                    bag.members().get(m).decisionFunction(bag.seenBy(m, rows)).values();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += more[i];
            }
        }
        return new DenseMatrix(first.rows(), first.columns(), sums)
                .map(sum -> sum / bag.members().size());
    }

    private void addShares(DenseMatrix shares, int[] places, double[] sums) {
        for (int row = 0; row < shares.rows(); row++) {
            for (int c = 0; c < places.length; c++) {
                sums[row * classes.count() + places[c]] += shares.at(row, c);
            }
        }
    }
}
