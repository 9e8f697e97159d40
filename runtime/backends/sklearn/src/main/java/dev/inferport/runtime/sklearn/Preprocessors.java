package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;

/** The estimators that scale, bin or expand numbers. */
final class Preprocessors {

    private Preprocessors() {}

    static void register(EstimatorTable.Builder table) {
        String data = "sklearn.preprocessing._data sklearn.preprocessing.data";
        table.add(Preprocessors::standard, data, "StandardScaler")
                .add(Preprocessors::minMax, data, "MinMaxScaler")
                .add(Preprocessors::maxAbs, data, "MaxAbsScaler")
                .add(Preprocessors::robust, data, "RobustScaler")
                .add(Normalizer::of, data, "Normalizer")
                .add(fields -> new Binarizer(fields.features(), fields.number("threshold", 0)), data, "Binarizer")
                .add(PowerTransformer::of, data, "PowerTransformer")
                .add(QuantileTransformer::of, data, "QuantileTransformer")
                .add(PolynomialFeatures::of, data + " sklearn.preprocessing._polynomial", "PolynomialFeatures")
                .add(BinDiscretizer::of, "sklearn.preprocessing._discretization", "KBinsDiscretizer")
                .add(
                        FunctionTransformer::of,
                        "sklearn.preprocessing._function_transformer sklearn.preprocessing.function_transformer",
                        "FunctionTransformer")
                .add(Projection::ofPca, "sklearn.decomposition._pca sklearn.decomposition.pca", "PCA")
                .add(
                        Projection::ofPca,
                        "sklearn.decomposition._incremental_pca sklearn.decomposition.incremental_pca",
                        "IncrementalPCA")
                .add(
                        Projection::ofComponents,
                        "sklearn.decomposition._truncated_svd sklearn.decomposition.truncated_svd",
                        "TruncatedSVD")
                .add(
                        Projection::ofComponents,
                        "sklearn.random_projection",
                        "GaussianRandomProjection",
                        "SparseRandomProjection")
                .add(Projection::ofIca, "sklearn.decomposition._fastica sklearn.decomposition.fastica_", "FastICA");
    }

    private static Estimator standard(Fields fields) {
        List<ColumnArithmetic.Step> steps = new ArrayList<>();
        if (fields.flag("with_mean", true)) {
            steps.add(new ColumnArithmetic.Step(ColumnArithmetic.Operation.SUBTRACT, fields.doubles("mean_")));
        }
        if (fields.flag("with_std", true)) {
            steps.add(new ColumnArithmetic.Step(ColumnArithmetic.Operation.DIVIDE, fields.doubles("scale_")));
        }
        return new ColumnArithmetic(steps, fields.features());
    }

    private static Estimator minMax(Fields fields) {
        List<ColumnArithmetic.Step> steps = new ArrayList<>();
        steps.add(new ColumnArithmetic.Step(ColumnArithmetic.Operation.MULTIPLY, fields.doubles("scale_")));
        steps.add(new ColumnArithmetic.Step(ColumnArithmetic.Operation.ADD, fields.doubles("min_")));
        if (fields.flag("clip", false)) {
            List<Object> range = fields.list("feature_range");
            int width = steps.get(0).by().length;
            steps.add(ColumnArithmetic.Step.same(ColumnArithmetic.Operation.AT_LEAST, Py.number(range.get(0)), width));
            steps.add(ColumnArithmetic.Step.same(ColumnArithmetic.Operation.AT_MOST, Py.number(range.get(1)), width));
        }
        return new ColumnArithmetic(steps, fields.features());
    }

    private static Estimator maxAbs(Fields fields) {
        List<ColumnArithmetic.Step> steps = new ArrayList<>();
        steps.add(new ColumnArithmetic.Step(ColumnArithmetic.Operation.DIVIDE, fields.doubles("scale_")));
        if (fields.flag("clip", false)) {
            int width = steps.get(0).by().length;
            steps.add(ColumnArithmetic.Step.same(ColumnArithmetic.Operation.AT_LEAST, -1, width));
            steps.add(ColumnArithmetic.Step.same(ColumnArithmetic.Operation.AT_MOST, 1, width));
        }
        return new ColumnArithmetic(steps, fields.features());
    }

    private static Estimator robust(Fields fields) {
        List<ColumnArithmetic.Step> steps = new ArrayList<>();
        if (fields.flag("with_centering", true)) {
            steps.add(new ColumnArithmetic.Step(ColumnArithmetic.Operation.SUBTRACT, fields.doubles("center_")));
        }
        if (fields.flag("with_scaling", true)) {
            steps.add(new ColumnArithmetic.Step(ColumnArithmetic.Operation.DIVIDE, fields.doubles("scale_")));
        }
        return new ColumnArithmetic(steps, fields.features());
    }
}
