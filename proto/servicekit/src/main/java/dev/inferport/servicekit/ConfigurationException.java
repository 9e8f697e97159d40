package dev.inferport.servicekit;

import java.util.List;

/** The configuration can't be used; the message lists every problem, one per line. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** An exception whose message lists the problems, each a sentence that names variable, value and expectation. */
    public ConfigurationException(List<String> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** The sentences, in the order in which the variables were read. */
    public List<String> problems() {
        return problems;
    }

    private static String message(List<String> problems) {
        if (problems.size() == 1) {
            return "the configuration has a problem: " + problems.get(0);
        }
        return "the configuration has " + problems.size() + " problems:\n  " + String.join("\n  ", problems);
    }
}
