package dev.inferport.servicekit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what is logged at WARN or above while installed, except what a test expects. */
final class Warnings extends Handler {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> expected = new ArrayList<>();

    void install() {
        Logger.getLogger("").addHandler(this);
    }

    void uninstall() {
        Logger.getLogger("").removeHandler(this);
    }

    void expect(String beginning) {
        expected.add(beginning);
    }

    List<String> seen() {
        return seen.stream()
                .filter(line -> expected.stream().noneMatch(line::startsWith))
                .toList();
    }

    List<String> all() {
        return List.copyOf(seen);
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            seen.add(record.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
