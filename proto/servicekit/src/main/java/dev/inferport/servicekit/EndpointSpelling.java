package dev.inferport.servicekit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** How endpoints are written. */
final class EndpointSpelling {

    static final String PORT = "port:";
    static final String UNIX = "unix:";

    private EndpointSpelling() {}

    static Endpoint parse(String spelling) {
        String text = spelling.strip();
        if (text.startsWith(UNIX)) {
            return unix(spelling, text.substring(UNIX.length()));
        }
        String digits = text.startsWith(PORT) ? text.substring(PORT.length()) : text;
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
            throw unreadable(spelling);
        }
        return Endpoint.tcp(Endpoint.LOOPBACK, Integer.parseInt(digits));
    }

    private static Endpoint unix(String spelling, String rest) {
        String path = rest.startsWith("///") ? rest.substring(2) : rest;
        if (!path.startsWith("/") || path.startsWith("//") || path.endsWith("/")) {
            throw unreadable(spelling);
        }
        try {
            return Endpoint.unix(Path.of(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(unreadable(spelling).getMessage(), e);
        }
    }

    private static IllegalArgumentException unreadable(String spelling) {
        return new IllegalArgumentException("endpoint: '" + spelling
                + "' (expected: 'port:N' with N from 0 to 65535, or 'unix:/absolute/path/of/the/socket')");
    }
}
