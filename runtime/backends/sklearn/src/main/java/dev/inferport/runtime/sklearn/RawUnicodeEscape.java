package dev.inferport.runtime.sklearn;

/** Texts as protocol 0 writes them: Latin-1, with other characters by number after a backslash. */
final class RawUnicodeEscape {

    private RawUnicodeEscape() {}

    static String decode(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder(line.length());
        int i = 0;
        while (i < line.length()) {
            int digits = digits(line, i);
            if (digits == 0) {
                text.append(line.charAt(i++));
            } else {
                text.appendCodePoint(codePoint(line, i + 2, digits));
                i += 2 + digits;
            }
        }
        return text.toString();
    }

    private static int digits(String line, int index) {
        if (line.charAt(index) != '\\' || index + 1 >= line.length()) {
            return 0;
        }
        return switch (line.charAt(index + 1)) {
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
    }

    private static int codePoint(String line, int start, int digits) {
        try {
            int codePoint = Integer.parseInt(line, start, start + digits, 16);
            if (Character.isValidCodePoint(codePoint)) {
                return codePoint;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new InvalidModelException("the pickle has a text with a broken escape", e);
        }
        throw new InvalidModelException("the pickle has a text with a character beyond Unicode");
    }
}
