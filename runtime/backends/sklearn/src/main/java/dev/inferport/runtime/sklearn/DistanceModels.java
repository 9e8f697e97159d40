package dev.inferport.runtime.sklearn;

/** The estimators that compare rows with rows they have kept, and those that multiply likelihoods or layers. */
final class DistanceModels {

    private DistanceModels() {}

    static void register(EstimatorTable.Builder table) {
        String svm = "sklearn.svm._classes sklearn.svm.classes";
        String layers = "sklearn.neural_network._multilayer_perceptron sklearn.neural_network.multilayer_perceptron";
        String clusters = "sklearn.cluster._kmeans sklearn.cluster.k_means_";
        table.add(SupportVectorClassifier::of, svm, "SVC", "NuSVC")
                .add(SupportVectorRegressor::of, svm, "SVR", "NuSVR")
                .add(OneClassVectors::of, svm, "OneClassSVM")
                .add(
                        NeighborsClassifier::of,
                        "sklearn.neighbors._classification sklearn.neighbors.classification",
                        "KNeighborsClassifier")
                .add(
                        NeighborsRegressor::of,
                        "sklearn.neighbors._regression sklearn.neighbors.regression",
                        "KNeighborsRegressor")
                .add(KMeans::of, clusters, "KMeans", "MiniBatchKMeans")
                .add(NaiveBayes::ofGaussian, "sklearn.naive_bayes", "GaussianNB")
                .add(NaiveBayes::ofMultinomial, "sklearn.naive_bayes", "MultinomialNB")
                .add(NaiveBayes::ofComplement, "sklearn.naive_bayes", "ComplementNB")
                .add(NaiveBayes::ofBernoulli, "sklearn.naive_bayes", "BernoulliNB")
                .add(NaiveBayes::ofCategorical, "sklearn.naive_bayes", "CategoricalNB")
                .add(Perceptrons::ofClassifier, layers, "MLPClassifier")
                .add(Perceptrons::ofRegressor, layers, "MLPRegressor")
                .add(StepwiseLine::ofIsotonic, "sklearn.isotonic", "IsotonicRegression");
    }
}
