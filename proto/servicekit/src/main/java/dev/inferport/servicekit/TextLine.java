package dev.inferport.servicekit;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** {@code time level logger message}; a stack trace follows on indented lines. */
final class TextLine extends Formatter {

    @Override
    public String format(LogRecord record) {
        var line = new StringBuilder(160);
        line.append(LogText.time(record)).append(' ');
        String level = LogLevels.nameOf(record.getLevel());
        line.append(level).append(" ".repeat(Math.max(0, 5 - level.length()))).append(' ');
        line.append(LogText.simpleName(record)).append(' ');
        LogText.appendOnOneLine(line, formatMessage(record));
        line.append('\n');
        if (record.getThrown() != null) {
            line.append(LogText.stackTrace(record.getThrown()).indent(2));
        }
        return line.toString();
    }
}
