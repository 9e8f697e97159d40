package dev.inferport.adapter.lifecycle;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the members of one object are in a valid JSON text.
 *
 * @param begin the position of the object's opening brace
 * @param members in the order of the text; a key may occur more than once
 */
record JsonMembers(int begin, List<Member> members) {

    private static final JsonFactory JSON = new JsonFactory();

    JsonMembers {
        members = List.copyOf(members);
    }

    /**
     * One member.
     *
     * @param key as it reads without escapes
     * @param keyBegin position of the key's opening quote
     * @param valueBegin position of the value's first character
     * @param valueEnd the position after its last one
     */
    record Member(String key, int keyBegin, int valueBegin, int valueEnd) {}

    static JsonMembers of(String text, int begin) {
        var members = new ArrayList<Member>();
        var position = skipBlanks(text, begin + 1);
        while (text.charAt(position) == '"') {
            var keyEnd = endOfString(text, position);
            var value = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
            var valueEnd = endOfValue(text, value);
            members.add(new Member(unescaped(text.substring(position, keyEnd)), position, value, valueEnd));
            position = skipBlanks(text, valueEnd);
            if (text.charAt(position) == ',') {
                position = skipBlanks(text, position + 1);
            }
        }
        return new JsonMembers(begin, members);
    }

    List<Member> named(String key) {
        return members.stream().filter(member -> member.key().equals(key)).toList();
    }

    Optional<Member> last() {
        return members.isEmpty() ? Optional.empty() : Optional.of(members.get(members.size() - 1));
    }

    private static int endOfValue(String text, int begin) {
        return switch (text.charAt(begin)) {
            case '"' -> endOfString(text, begin);
            case '{', '[' -> endOfNested(text, begin);
            default -> endOfWord(text, begin);
        };
    }

    private static int endOfString(String text, int begin) {
        var position = begin + 1;
        while (text.charAt(position) != '"') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        return position + 1;
    }

    private static int endOfNested(String text, int begin) {
        var depth = 0;
        var position = begin;
        do {
            switch (text.charAt(position)) {
                case '"' -> position = endOfString(text, position) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            position++;
        } while (depth > 0);
        return position;
    }

    private static int endOfWord(String text, int begin) {
        var position = begin;
        while (position < text.length() && ",}] \t\r\n".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return position;
    }

    private static int skipBlanks(String text, int begin) {
        var position = begin;
        while (" \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position;
    }

    private static String unescaped(String quoted) {
        try (var parser = JSON.createParser(quoted)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
