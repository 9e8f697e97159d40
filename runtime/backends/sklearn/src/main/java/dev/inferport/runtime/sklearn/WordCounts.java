package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each word of a vocabulary is in a text: CountVectorizer. */
record WordCounts(TextAnalyzer analyzer, Map<String, Integer> vocabulary, boolean binary, DataType type)
        implements Transformer {

    static WordCounts of(Fields fields) {
        PyDict pickled = fields.dict(fields.has("vocabulary_") ? "vocabulary_" : "vocabulary");
        Map<String, Integer> vocabulary = new HashMap<>(2 * pickled.size());
        List<Object> words = pickled.keys();
        long bytes = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = Py.text(words.get(i));
            int place = Py.integer(pickled.values().get(i));
            if (place < 0 || place >= words.size()) {
                throw new InvalidModelException("a vocabulary of " + words.size() + " words has one numbered " + place);
            }
            vocabulary.put(word, place);
            bytes += 100 + 2L * word.length();
        }
        fields.assembly().hold(bytes / 2);
        return new WordCounts(
                TextAnalyzer.of(fields),
                vocabulary,
                fields.flag("binary", false),
                NumberType.of(fields, "dtype", DataType.INT64));
    }

    @Override
    public int features() {
        return 1;
    }

    @Override
    public boolean takesTexts(int column) {
        return true;
    }

    @Override
    public Table transform(Table rows) {
        List<String> texts = TextModels.texts(rows);
        SparseRows counted = new SparseRows(texts.size());
        for (String text : texts) {
            Map<Integer, Integer> counts = new TreeMap<>();
            analyzer.tokens(text, token -> {
                Integer place = vocabulary.get(token);
                if (place != null) {
                    counts.merge(place, 1, Integer::sum);
                }
            });
            counts.forEach((place, count) -> counted.add(place, binary ? 1 : count));
            counted.endRow();
        }
        return counted.matrix(vocabulary.size(), type);
    }
}
