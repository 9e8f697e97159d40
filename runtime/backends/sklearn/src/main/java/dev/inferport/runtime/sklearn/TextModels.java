package dev.inferport.runtime.sklearn;

/** The estimators that take texts. */
final class TextModels {

    private TextModels() {}

    static void register(EstimatorTable.Builder table) {
        String text = "sklearn.feature_extraction.text";
        table.add(WordCounts::of, text, "CountVectorizer")
                .add(TextModels::tfidfVectorizer, text, "TfidfVectorizer")
                .add(WordWeights::of, text, "TfidfTransformer")
                .add(WordHashes::of, text, "HashingVectorizer");
    }

    private static Estimator tfidfVectorizer(Fields fields) {
        Estimator weights = WordWeights.of(fields.object("_tfidf"));
        return new Pipeline(java.util.List.of(WordCounts.of(fields)), weights);
    }

    /** The texts of a table with a single column of them. */
    static java.util.List<String> texts(Table rows) {
        if (rows.columns() == 1 && rows.column(0) instanceof Column.Texts texts) {
            return texts.values();
        }
        throw new dev.inferport.runtime.api.InferenceException(
                rows.columns() + " columns of numbers or texts (expected: one column of texts, in a BYTES tensor)");
    }
}
