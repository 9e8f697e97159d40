package dev.inferport.adapter.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a model: any characters, at least one. Ids come from the network, so no path is ever made from one except
 * by {@link #directoryName()}.
 *
 * @param value the id as the caller gave it
 */
public record ModelId(String value) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern UNREADABLE = Pattern.compile("[^A-Za-z0-9.-]+");
    private static final Pattern BAD_START = Pattern.compile("^[^A-Za-z0-9]+");
    private static final int READABLE_LENGTH = 40;

    /** Refuses an empty id; callers that hold untrusted input use {@link #of}. */
    public ModelId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("model id: \"\" (expected: at least one character)");
        }
    }

    /**
     * The id that a request carries.
     *
     * @throws LoadException {@link LoadException.Reason#INVALID_ARGUMENT} if it is empty
     */
    public static ModelId of(String value) throws LoadException {
        if (value.isEmpty()) {
            throw new LoadException(
                    LoadException.Reason.INVALID_ARGUMENT,
                    "The model id is empty; it must have at least one character. Name the model in the request.");
        }
        return new ModelId(value);
    }

    /**
     * The one name that a directory of this model may have: a single path segment that starts with a letter or a digit.
     * It is the id itself where that is harmless; otherwise a readable remnant, {@code ~} and the SHA-256 of the id. As
     * {@code ~} is not in the alphabet of harmless ids, no two ids share a name.
     */
    public String directoryName() {
        return PLAIN.matcher(value).matches() ? value : readable() + "~" + digest();
    }

    @Override
    public String toString() {
        return value;
    }

    private String readable() {
        var start = value.substring(0, Math.min(value.length(), READABLE_LENGTH));
        var cleaned = UNREADABLE.matcher(start).replaceAll("-");
        var trimmed = BAD_START.matcher(cleaned).replaceFirst("");
        return trimmed.isEmpty() ? "model" : trimmed;
    }

    /** Over UTF-16 code units and not an encoding, because encoders map all unpaired surrogates to one character. */
    private String digest() {
        var units = ByteBuffer.allocate(value.length() * Character.BYTES);
        units.asCharBuffer().put(value);
        return HexFormat.of().formatHex(sha256().digest(units.array()));
    }

    private static MessageDigest sha256() {
        return Digests.of("SHA-256");
    }
}
