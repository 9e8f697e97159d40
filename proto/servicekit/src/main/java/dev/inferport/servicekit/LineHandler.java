package dev.inferport.servicekit;

import java.io.PrintStream;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Prints each record at once; one print per record, so that lines of several threads don't mix. */
final class LineHandler extends Handler {

    private final PrintStream out;

    LineHandler(Formatter formatter, PrintStream out) {
        this.out = out;
        setFormatter(formatter);
        setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        try {
            out.print(getFormatter().format(record));
            out.flush();
        } catch (RuntimeException e) {
            reportError(null, e, ErrorManager.FORMAT_FAILURE);
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
