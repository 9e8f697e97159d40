package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;

/** Tokens of several words or characters that follow each other. */
final class NGrams {

    private NGrams() {}

    static List<String> ofWords(List<String> words, int from, int to) {
        if (to == 1) {
            return words;
        }
        List<String> tokens = new ArrayList<>();
        for (int n = from; n <= Math.min(to, words.size()); n++) {
            for (int i = 0; i + n <= words.size(); i++) {
                tokens.add(String.join(" ", words.subList(i, i + n)));
            }
        }
        return tokens;
    }

    static List<String> ofCharacters(String text, int from, int to) {
        int[] characters = text.codePoints().toArray();
        List<String> tokens = new ArrayList<>();
        for (int n = from; n <= Math.min(to, characters.length); n++) {
            for (int i = 0; i + n <= characters.length; i++) {
                tokens.add(new String(characters, i, n));
            }
        }
        return tokens;
    }

    /** Each word with a blank on both sides; one that is shorter than a token counts once. */
    static List<String> insideWords(String text, int from, int to) {
        List<String> tokens = new ArrayList<>();
        for (String word : WordSplitter.byWhitespace(text)) {
            int[] characters = (" " + word + " ").codePoints().toArray();
            for (int n = from; n <= to; n++) {
                int last = Math.max(0, characters.length - n);
                for (int i = 0; i <= last; i++) {
                    tokens.add(new String(characters, i, Math.min(n, characters.length - i)));
                }
                if (last == 0) {
                    break;
                }
            }
        }
        return tokens;
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
