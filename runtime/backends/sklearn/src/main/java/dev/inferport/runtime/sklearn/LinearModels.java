package dev.inferport.runtime.sklearn;

/** The estimators whose prediction is a weighted sum of the features. */
final class LinearModels {

    private LinearModels() {}

    static void register(EstimatorTable.Builder table) {
        String base = "sklearn.linear_model.";
        table.add(LinearModels::logistic, base + "_logistic " + base + "logistic", "LogisticRegression")
                .add(LinearModels::logistic, base + "_logistic " + base + "logistic", "LogisticRegressionCV")
                .add(
                        LinearModels::stochastic,
                        base + "_stochastic_gradient " + base + "stochastic_gradient",
                        "SGDClassifier")
                .add(LinearModels::plain, base + "_perceptron " + base + "perceptron", "Perceptron")
                .add(
                        LinearModels::plain,
                        base + "_passive_aggressive " + base + "passive_aggressive",
                        "PassiveAggressiveClassifier")
                .add(LinearModels::ridge, base + "_ridge " + base + "ridge", "RidgeClassifier", "RidgeClassifierCV")
                .add(LinearModels::plain, "sklearn.svm._classes sklearn.svm.classes", "LinearSVC")
                .add(DiscriminantAnalysis::of, "sklearn.discriminant_analysis", "LinearDiscriminantAnalysis")
                .add(QuadraticDiscriminant::of, "sklearn.discriminant_analysis", "QuadraticDiscriminantAnalysis");
        regressors(table, base);
    }

    private static void regressors(EstimatorTable.Builder table, String base) {
        EstimatorTable.Maker identity = fields -> LinearRegressor.of(fields, LinearRegressor.Link.IDENTITY);
        EstimatorTable.Maker log = fields -> LinearRegressor.of(fields, LinearRegressor.Link.LOG);
        String glm = base + "_glm.glm " + base + "_glm";
        table.add(identity, base + "_base " + base + "base", "LinearRegression")
                .add(identity, base + "_ridge " + base + "ridge", "Ridge", "RidgeCV")
                .add(
                        identity,
                        base + "_coordinate_descent " + base + "coordinate_descent",
                        "Lasso",
                        "LassoCV",
                        "ElasticNet",
                        "ElasticNetCV",
                        "MultiTaskLasso",
                        "MultiTaskLassoCV",
                        "MultiTaskElasticNet",
                        "MultiTaskElasticNetCV")
                .add(
                        identity,
                        base + "_least_angle " + base + "least_angle",
                        "Lars",
                        "LarsCV",
                        "LassoLars",
                        "LassoLarsCV",
                        "LassoLarsIC")
                .add(
                        identity,
                        base + "_omp " + base + "omp",
                        "OrthogonalMatchingPursuit",
                        "OrthogonalMatchingPursuitCV")
                .add(identity, base + "_bayes " + base + "bayes", "BayesianRidge", "ARDRegression")
                .add(identity, base + "_huber " + base + "huber", "HuberRegressor")
                .add(identity, base + "_theil_sen " + base + "theil_sen", "TheilSenRegressor")
                .add(identity, base + "_quantile", "QuantileRegressor")
                .add(identity, base + "_stochastic_gradient " + base + "stochastic_gradient", "SGDRegressor")
                .add(
                        identity,
                        base + "_passive_aggressive " + base + "passive_aggressive",
                        "PassiveAggressiveRegressor")
                .add(identity, "sklearn.svm._classes sklearn.svm.classes", "LinearSVR")
                .add(log, glm, "PoissonRegressor", "GammaRegressor")
                .add(LinearModels::tweedie, glm, "TweedieRegressor");
    }

    private static Estimator logistic(Fields fields) {
        LinearScores scores = LinearScores.of(fields);
        Labels classes = fields.labels("classes_");
        String rule = fields.text("multi_class", "auto");
        boolean few = classes.count() <= 2;
        boolean oneVsRest =
                switch (rule) {
                    case "ovr", "warn" -> true;
                    case "multinomial" -> false;
                    default -> few || fields.text("solver", "lbfgs").equals("liblinear");
                };
        return new LinearClassifier(scores, classes, oneVsRest ? LinearClassifier.SIGMOID : LinearClassifier.SOFTMAX);
    }

    private static Estimator stochastic(Fields fields) {
        LinearClassifier.Probability probability =
                switch (fields.text("loss", "hinge")) {
                    case "log", "log_loss" -> LinearClassifier.SIGMOID;
                    case "modified_huber" -> LinearClassifier.MODIFIED_HUBER;
                    default -> LinearClassifier.NONE;
                };
        return new LinearClassifier(LinearScores.of(fields), fields.labels("classes_"), probability);
    }

    private static Estimator plain(Fields fields) {
        return new LinearClassifier(LinearScores.of(fields), fields.labels("classes_"), LinearClassifier.NONE);
    }

    private static Estimator ridge(Fields fields) {
        Fields binarizer = fields.object("_label_binarizer");
        LinearClassifier classifier =
                new LinearClassifier(LinearScores.of(fields), binarizer.labels("classes_"), LinearClassifier.NONE);
        return LabelsClassifier.isFor(binarizer)
                ? new LabelsClassifier(classifier, Method.DECISION_FUNCTION, 0)
                : classifier;
    }

    private static Estimator tweedie(Fields fields) {
        String link = fields.text("link", "auto");
        boolean identity = link.equals("identity") || (link.equals("auto") && fields.number("power", 0) <= 0);
        return LinearRegressor.of(fields, identity ? LinearRegressor.Link.IDENTITY : LinearRegressor.Link.LOG);
    }
}
