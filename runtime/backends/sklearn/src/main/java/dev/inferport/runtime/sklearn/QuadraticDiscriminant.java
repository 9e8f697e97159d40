package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Quadratic discriminant analysis: a Gaussian with its own covariance for each class. */
record QuadraticDiscriminant(Labels classes, List<Gaussian> gaussians) implements Classifier {

    /**
     * One class.
     *
     * @param axes the principal axes, one in each row, each divided by the square root of its scaling
     * @param constant the logarithm of the prior less half that of the determinant
     */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Gaussian(double[] mean, DenseMatrix axes, double constant) {

        double logDensity(DenseMatrix x, int row) {
            double norm = 0;
            for (int axis = 0; axis < axes.rows(); axis++) {
                double along = 0;
                for (int f = 0; f < mean.length; f++) {
                    along += (x.at(row, f) - mean[f]) * axes.at(axis, f);
                }
                norm += along * along;
            }
            return constant - 0.5 * norm;
        }
    }

    static QuadraticDiscriminant of(Fields fields) {
        DenseMatrix means = fields.rowsOf("means_");
        double[] priors = fields.doubles("priors_");
        List<Object> rotations = fields.list("rotations_");
        List<Object> scalings = fields.list("scalings_");
        List<Gaussian> gaussians = new ArrayList<>();
        for (int c = 0; c < priors.length; c++) {
            DenseMatrix rotation = DenseMatrix.of(fields.assembly().array(rotations.get(c)));
            double[] scaling = fields.assembly().array(scalings.get(c)).doubles();
            gaussians.add(gaussian(means.row(c), rotation, scaling, priors[c]));
        }
        return new QuadraticDiscriminant(fields.labels("classes_"), List.copyOf(gaussians));
    }

    private static Gaussian gaussian(double[] mean, DenseMatrix rotation, double[] scaling, double prior) {
        double[] axes = new double[scaling.length * mean.length];
        double logDeterminant = 0;
        for (int axis = 0; axis < scaling.length; axis++) {
            logDeterminant += Math.log(scaling[axis]);
            for (int f = 0; f < mean.length; f++) {
                axes[axis * mean.length + f] = rotation.at(f, axis) / Math.sqrt(scaling[axis]);
            }
        }
        DenseMatrix rows = new DenseMatrix(scaling.length, mean.length, axes);
        return new Gaussian(mean, rows, Math.log(prior) - 0.5 * logDeterminant);
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.PREDICT_PROBA);
    }

    @Override
    public int features() {
        return gaussians.get(0).mean().length;
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.argmax(logDensities(rows));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        DenseMatrix all = logDensities(rows);
        if (gaussians.size() != 2) {
            return all;
        }
        double[] difference = new double[all.rows()];
        for (int row = 0; row < difference.length; row++) {
            difference[row] = all.at(row, 1) - all.at(row, 0);
        }
        return new DenseMatrix(difference.length, 1, difference);
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return ScoreRows.softmax(logDensities(rows));
    }

    private DenseMatrix logDensities(Table rows) {
        DenseMatrix x = rows.finite(features()).dense();
        double[] values = Matrix.zeros(x.rows(), gaussians.size());
        int next = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (Gaussian gaussian : gaussians) {
                values[next++] = gaussian.logDensity(x, row);
            }
        }
        return new DenseMatrix(x.rows(), gaussians.size(), values);
    }
}
