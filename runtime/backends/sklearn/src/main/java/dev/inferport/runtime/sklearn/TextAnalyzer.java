package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.InferenceException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Makes tokens of a text as the vectorizers do. */
record TextAnalyzer(boolean lowercase, String accents, Tokens kind) {

    /** In the tokens of one text: a second of work or two. */
    private static final long MOST_CHARACTERS = 1L << 27;

    /** The way from a prepared text to its tokens. */
    interface Tokens {
        void each(String text, Consumer<String> token);
    }

    static TextAnalyzer of(Fields fields) {
        for (String custom : List.of("preprocessor", "tokenizer")) {
            if (fields.has(custom)) {
                throw new InvalidModelException("a vectorizer with a " + custom
                        + " of its own is not served, as functions in a file are not executed");
            }
        }
        List<Object> range = fields.list("ngram_range");
        int from = Py.integer(range.get(0));
        int to = Py.integer(range.get(1));
        if (from < 1 || to < from || to > 100) {
            throw new InvalidModelException("a vectorizer makes tokens of " + from + " to " + to + " parts");
        }
        Tokens kind =
                switch (fields.text("analyzer", "")) {
                    case "word" -> {
                        WordSplitter splitter = WordSplitter.of(fields.text("token_pattern", WordSplitter.DEFAULT));
                        Set<String> left = StopWords.of(fields);
                        yield (text, each) -> NGrams.ofWords(without(splitter.words(text), left), from, to, each);
                    }
                    case "char" -> (text, each) -> NGrams.ofCharacters(NGrams.singleSpaces(text), from, to, each);
                    case "char_wb" -> (text, each) -> NGrams.insideWords(text, from, to, each);
                    default ->
                        throw new InvalidModelException("a vectorizer with an analyzer of its own is not served, as "
                                + "functions in a file are not executed");
                };
        return new TextAnalyzer(fields.flag("lowercase", true), fields.text("strip_accents", ""), kind);
    }

    /**
     * Makes the tokens of a text.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where it has far too many
     */
    void tokens(String text, Consumer<String> each) {
        String prepared = lowercase ? text.toLowerCase(Locale.ROOT) : text;
        long[] characters = {0};
        kind.each(accents.isEmpty() ? prepared : stripped(prepared), token -> {
            characters[0] += token.length();
            if (characters[0] > MOST_CHARACTERS) {
                throw new InferenceException("a text of " + text.length() + " characters, whose tokens have more than "
                        + MOST_CHARACTERS + "; send a shorter one");
            }
            each.accept(token);
        });
    }

    private static List<String> without(List<String> words, Set<String> left) {
        if (left.isEmpty()) {
            return words;
        }
        List<String> kept = new ArrayList<>(words);
        kept.removeIf(left::contains);
        return kept;
    }

    private String stripped(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder kept = new StringBuilder(decomposed.length());
        boolean ascii = accents.equals("ascii");
        decomposed
                .codePoints()
                .filter(c -> ascii ? c < 128 : Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** The words that are left out. */
    static final class StopWords {

        private StopWords() {}

        static Set<String> of(Fields fields) {
            if (!fields.has("stop_words")) {
                return Set.of();
            }
            if ("english".equals(fields.get("stop_words"))) {
                return english();
            }
            Set<String> words = new HashSet<>();
            fields.list("stop_words").forEach(word -> words.add(Py.text(word)));
            return Set.copyOf(words);
        }

        private static Set<String> english() {
            return Set.copyOf(ResourceLines.read("english-stop-words.txt"));
        }
    }
}
