package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.InferenceException;

/**
 * A text that a regular expression may look at for so long: some patterns try more ways through a text than there is
 * time. For one search, by one thread.
 */
final class LimitedText implements CharSequence {

    private static final long LOOKS_PER_CHARACTER = 1000;
    private static final long LOOKS_AT_LEAST = 10_000_000;

    private final String text;
    private long left;

    LimitedText(String text) {
        this.text = text;
        this.left = LOOKS_AT_LEAST + LOOKS_PER_CHARACTER * text.length();
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new InferenceException("the model's token_pattern does not come to an end on a text of "
                    + text.length() + " characters; send a shorter one");
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
