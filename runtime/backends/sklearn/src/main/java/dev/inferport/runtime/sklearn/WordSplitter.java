package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the words of a text by a regular expression of Python's. */
interface WordSplitter {

    /** What the vectorizers use unless told otherwise: two and more letters, digits or underscores. */
    String DEFAULT = "(?u)\\b\\w\\w+\\b";

    List<String> words(String text);

    static WordSplitter of(String pattern) {
        if (pattern.equals(DEFAULT)) {
            return WordSplitter::wordsOfTwoOrMore;
        }
        String letters = "\\p{L}\\p{N}_";
        String plain = pattern.startsWith("(?u)") ? pattern.substring(4) : pattern;
        String java = plain.replace("[\\w", "[" + letters)
                .replace("\\w", "[" + letters + "]")
                .replace(
                        "\\b",
                        "(?:(?<=[" + letters + "])(?![" + letters + "])|(?<![" + letters + "])(?=[" + letters + "]))");
        try {
            Pattern compiled = Pattern.compile(java, Pattern.UNICODE_CHARACTER_CLASS);
            return text -> matches(compiled, text);
        } catch (PatternSyntaxException e) {
            throw new InvalidModelException("the token_pattern '" + pattern + "' can't be used here", e);
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        try {
            return words(pattern.matcher(new LimitedText(text)));
        } catch (StackOverflowError e) {
            throw new InferenceException("a text of " + text.length()
                    + " characters is too long for the model's token_pattern '" + pattern + "'");
        }
    }

    private static List<String> words(Matcher matcher) {
        List<String> words = new ArrayList<>();
        int group = matcher.groupCount() == 0 ? 0 : 1;
        while (matcher.find()) {
            String word = matcher.group(group);
            words.add(word == null ? "" : word);
        }
        return words;
    }

    private static List<String> wordsOfTwoOrMore(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        int i = 0;
        int characters = 0;
        while (i <= text.length()) {
            int c = i < text.length() ? text.codePointAt(i) : ' ';
            if (isWordPart(c)) {
                characters++;
            } else {
                if (characters >= 2) {
                    words.add(text.substring(start, i));
                }
                characters = 0;
                start = i + Character.charCount(c);
            }
            i += Character.charCount(c);
        }
        return words;
    }

    static List<String> byWhitespace(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isSpace(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static boolean isWordPart(int c) {
        int type = Character.getType(c);
        return c == '_'
                || Character.isLetter(c)
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
