package dev.inferport.runtime.sklearn;

/** Versions such as {@code 1.2.2} or {@code 1.4.dev0}. */
final class Versions {

    private Versions() {}

    static boolean isSince(String version, int major, int minor) {
        int dot = version.indexOf('.');
        if (dot < 0) {
            return false;
        }
        int end = dot + 1;
        while (end < version.length() && Character.isDigit(version.charAt(end))) {
            end++;
        }
        try {
            int majorHere = Integer.parseInt(version, 0, dot, 10);
            int minorHere = Integer.parseInt(version, dot + 1, end, 10);
            return majorHere > major || (majorHere == major && minorHere >= minor);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
