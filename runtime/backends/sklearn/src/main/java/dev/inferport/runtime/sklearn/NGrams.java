package dev.inferport.runtime.sklearn;

import java.util.List;
import java.util.function.Consumer;

/** Tokens of several words or characters that follow each other, one by one: a list of all would be many texts long. */
final class NGrams {

    private NGrams() {}

    static void ofWords(List<String> words, int from, int to, Consumer<String> tokens) {
        for (int n = from; n <= Math.min(to, words.size()); n++) {
            for (int i = 0; i + n <= words.size(); i++) {
                tokens.accept(n == 1 ? words.get(i) : String.join(" ", words.subList(i, i + n)));
            }
        }
    }

    static void ofCharacters(String text, int from, int to, Consumer<String> tokens) {
        int[] characters = text.codePoints().toArray();
        for (int n = from; n <= Math.min(to, characters.length); n++) {
            for (int i = 0; i + n <= characters.length; i++) {
                tokens.accept(new String(characters, i, n));
            }
        }
    }

    /** Each word with a blank on both sides; one that is shorter than a token counts once. */
    static void insideWords(String text, int from, int to, Consumer<String> tokens) {
        for (String word : WordSplitter.byWhitespace(text)) {
            int[] characters = (" " + word + " ").codePoints().toArray();
            for (int n = from; n <= to; n++) {
                int last = Math.max(0, characters.length - n);
                for (int i = 0; i <= last; i++) {
                    tokens.accept(new String(characters, i, Math.min(n, characters.length - i)));
                }
                if (last == 0) {
                    break;
                }
            }
        }
    }

    /** Two and more characters of white space become one blank; a single one stays what it is. */
    static String singleSpaces(String text) {
        StringBuilder result = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && WordSplitter.isSpace(text.charAt(end))) {
                end++;
            }
            if (end - i >= 2) {
                result.append(' ');
                i = end;
            } else {
                result.append(text.charAt(i++));
            }
        }
        return result.toString();
    }
}
