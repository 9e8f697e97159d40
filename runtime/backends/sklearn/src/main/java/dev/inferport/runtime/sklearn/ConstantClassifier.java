package dev.inferport.runtime.sklearn;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The same answer for all rows. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record ConstantClassifier(int choice, double[] shares, Labels classes) implements Classifier {

    static ConstantClassifier of(Fields fields) {
        Labels classes = fields.labels("classes_");
        double[] prior = fields.doubles("class_prior_");
        String strategy = fields.text("_strategy", fields.text("strategy", "prior"));
        int choice = 0;
        switch (strategy) {
            case "prior", "most_frequent" -> {
                for (int c = 1; c < prior.length; c++) {
                    choice = prior[c] > prior[choice] ? c : choice;
                }
            }
            case "constant" -> {
                Object constant = fields.require("constant");
                Object label = NdArray.isArray(constant) ? NdArray.of(constant).item(0) : Py.scalar(constant);
                while (choice < classes.count() - 1 && !classes.value(choice).equals(label)) {
                    choice++;
                }
            }
            default ->
                throw new InvalidModelException(
                        "a DummyClassifier that answers at random ('" + strategy + "') is not served");
        }
        double[] shares = prior;
        if (!strategy.equals("prior")) {
            shares = new double[prior.length];
            Arrays.fill(shares, 0);
            shares[choice] = 1;
        }
        return new ConstantClassifier(choice, shares, classes);
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public int[] choose(Table rows) {
        int[] chosen = new int[rows.rows()];
        Arrays.fill(chosen, choice);
        return chosen;
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        double[] all = Matrix.zeros(rows.rows(), shares.length);
        for (int i = 0; i < all.length; i++) {
            all[i] = shares[i % shares.length];
        }
        return new DenseMatrix(rows.rows(), shares.length, all);
    }
}
