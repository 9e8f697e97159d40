package dev.inferport.adapter.lifecycle;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of a JSON object, of which single members are replaced or added while every other character stays. Works on
 * texts that a parser has accepted. Immutable.
 */
final class JsonText {

    private final String text;

    /** @param text a JSON object, valid */
    JsonText(String text) {
        this.text = text;
    }

    static String quoted(String value) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    /** This text with a member of the object itself; what it was before is replaced, wherever it is given. */
    JsonText with(String key, String json) {
        return with(rootObject(), key, json);
    }

    /** This text with a member of an inner object, which becomes the only content where there is no inner object. */
    JsonText with(String outer, String key, String json) {
        var inner = member(rootObject(), outer)
                .filter(member -> text.charAt(member.valueBegin()) == '{')
                .map(member -> JsonMembers.of(text, member.valueBegin()));
        return inner.isPresent() ? with(inner.get(), key, json) : with(outer, "{" + quoted(key) + ": " + json + "}");
    }

    @Override
    public String toString() {
        return text;
    }

    private JsonText with(JsonMembers object, String key, String json) {
        var edited = new StringBuilder(text);
        var same = new ArrayList<>(object.named(key));
        if (same.isEmpty()) {
            append(edited, object, key, json);
        }
        for (var i = same.size() - 1; i >= 0; i--) {
            edited.replace(same.get(i).valueBegin(), same.get(i).valueEnd(), json);
        }
        return new JsonText(edited.toString());
    }

    /** A new member comes last, set apart like the one before it. */
    private void append(StringBuilder edited, JsonMembers object, String key, String json) {
        var member = quoted(key) + ": " + json;
        var last = object.last();
        if (last.isEmpty()) {
            edited.insert(object.begin() + 1, member);
        } else {
            edited.insert(last.get().valueEnd(), "," + gapBefore(last.get()) + member);
        }
    }

    private String gapBefore(JsonMembers.Member member) {
        var begin = member.keyBegin();
        while (Character.isWhitespace(text.charAt(begin - 1))) {
            begin--;
        }
        var gap = text.substring(begin, member.keyBegin());
        return gap.isEmpty() ? " " : gap;
    }

    /** The last one counts, as it does for parsers. */
    private static Optional<JsonMembers.Member> member(JsonMembers object, String key) {
        List<JsonMembers.Member> same = object.named(key);
        return same.isEmpty() ? Optional.empty() : Optional.of(same.get(same.size() - 1));
    }

    private JsonMembers rootObject() {
        return JsonMembers.of(text, text.indexOf('{'));
    }
}
