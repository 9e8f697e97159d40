package dev.inferport.servicekit;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object per line. */
final class JsonLine extends Formatter {

    @Override
    public String format(LogRecord record) {
        var line = new StringBuilder(240).append('{');
        member(line, "time", LogText.time(record));
        member(line.append(','), "level", LogLevels.nameOf(record.getLevel()));
        member(line.append(','), "logger", String.valueOf(record.getLoggerName()));
        member(line.append(','), "thread", Thread.currentThread().getName());
        member(line.append(','), "message", formatMessage(record));
        if (record.getThrown() != null) {
            member(line.append(','), "error", LogText.stackTrace(record.getThrown()));
        }
        return line.append("}\n").toString();
    }

    private static void member(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c < ' ' || Character.isSurrogate(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
