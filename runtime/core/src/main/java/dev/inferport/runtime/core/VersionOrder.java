package dev.inferport.runtime.core;

import java.math.BigInteger;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Which version answers a request that names none, by MLServer's rule: the one without a version where there is one,
 * else the greatest; two integers compare as numbers, any other two as texts.
 */
final class VersionOrder {

    static final String NONE = "";

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");

    private VersionOrder() {}

    /** The default among these versions, of which there is at least one. */
    static String defaultOf(Collection<String> versions) {
        return versions.stream()
                .reduce((left, right) -> compare(left, right) >= 0 ? left : right)
                .orElseThrow();
    }

    private static int compare(String left, String right) {
        if (left.equals(NONE) || right.equals(NONE)) {
            return Boolean.compare(left.equals(NONE), right.equals(NONE));
        }
        if (INTEGER.matcher(left).matches() && INTEGER.matcher(right).matches()) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return left.compareTo(right);
    }
}
