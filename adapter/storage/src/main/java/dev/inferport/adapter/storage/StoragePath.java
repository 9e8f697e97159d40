package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path inside a storage, without empty segments, {@code .} and {@code ..}.
 *
 * @param segments from the top; none means everything
 * @param folderOnly whether it was written with a slash at the end, and so can't mean a single object
 */
record StoragePath(List<String> segments, boolean folderOnly) {

    private static final Pattern SLASH = Pattern.compile("/");
    private static final int LONGEST_FILE_NAME = 255;

    StoragePath {
        segments = List.copyOf(segments);
    }

    /** The path that a request names; {@code ..} goes one up, though never out. */
    static StoragePath of(String text) throws LoadException {
        var segments = new ArrayList<String>();
        for (var segment : SLASH.split(text, -1)) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) {
                    throw new LoadException(
                            Reason.INVALID_ARGUMENT,
                            "The path '" + text + "' leads out of the storage; remove the '..' from it.");
                }
                segments.remove(segments.size() - 1);
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(fileName(segment, text));
            }
        }
        return new StoragePath(segments, text.endsWith("/"));
    }

    /** The part of an object's key below the pulled folder; a key that could mean another place is refused. */
    static StoragePath ofKey(String text) throws LoadException {
        var segments = new ArrayList<String>();
        for (var segment : SLASH.split(text, -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                throw new LoadException(
                        Reason.INVALID_ARGUMENT,
                        "The object key '" + text + "' has a segment '" + segment
                                + "' and so can't become a file; rename the object.");
            }
            if (!segment.isEmpty()) {
                segments.add(fileName(segment, text));
            }
        }
        return new StoragePath(segments, false);
    }

    /** With slashes between the segments and none around them. */
    String joined() {
        return String.join("/", segments);
    }

    private static String fileName(String segment, String text) throws LoadException {
        if (segment.indexOf('\0') >= 0 || segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_FILE_NAME) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "A segment of the path '" + text.replace('\0', '?')
                            + "' can't be a file name; expected are at most " + LONGEST_FILE_NAME
                            + " bytes and no NUL.");
        }
        return segment;
    }
}
