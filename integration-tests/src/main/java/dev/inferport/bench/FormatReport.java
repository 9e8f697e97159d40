package dev.inferport.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the comparison prints, line by line as it is measured. */
final class FormatReport {

    private final PrintStream out;

    FormatReport(PrintStream out) {
        this.out = out;
    }

    void versions(Map<String, String> versions) {
        line(
                "Java %s, %s",
                Runtime.version(),
                versions.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
    }

    void load(String when) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int processors = Runtime.getRuntime().availableProcessors();
        line(
                "load average %s: %.1f on %d processors%s",
                when, load, processors, load > processors ? " (busy: trust p50 and ratios, not p99)" : "");
    }

    void notMeasured(String what, String why) {
        line("%s: not measured, %s", what, why);
    }

    void latencyHeader() {
        line("");
        line("Latency for one caller, in us: medians over the windows of each window's p50 and p99.");
        line("x = p50 of the library / p50 of inferport. diff = largest difference to what the library answered after");
        line("training, as a share of the value where that is above 1.");
        line(
                "%-42s %-26s %9s %9s %7s %9s %9s %7s %8s",
                "model", "called by", "1 row p50", "p99", "x", "64 rows", "p99", "x", "diff");
    }

    /** One contender's figures; {@code ours} are those of the contender that all are compared with. */
    void latency(SampleModel model, Contender contender, double difference, Latencies its, Latencies ours) {
        line(
                "%-42s %-26s %9.1f %9.1f %7.1f %9.1f %9.1f %7.1f %8.1g",
                model.format() + ": " + model.title(),
                contender.name(),
                its.single().p50Micros(),
                its.single().p99Micros(),
                its.single().p50Micros() / ours.single().p50Micros(),
                its.batch().p50Micros(),
                its.batch().p99Micros(),
                its.batch().p50Micros() / ours.batch().p50Micros(),
                difference);
    }

    void memory(List<SampleModel> models, Map<SampleModel, Memory> memory, int copies) {
        line("");
        line("Memory of one loaded model in KiB, measured as growth over %d copies; x = library / heap.", copies);
        line("%-42s %12s %12s %14s %7s", "model", "sizeInBytes", "heap", "library (RSS)", "x");
        for (SampleModel model : models) {
            Memory its = memory.get(model);
            if (its != null) {
                line(
                        "%-42s %12s %12.1f %14.1f %7.1f",
                        model.format() + ": " + model.title(),
                        its.stated().isPresent()
                                ? String.format(
                                        Locale.ROOT, "%.1f", its.stated().getAsLong() / 1024.0)
                                : "-",
                        its.heap() / 1024.0,
                        its.library() / 1024.0,
                        (double) its.library() / its.heap());
            }
        }
        line("");
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }

    /** One contender's latency with one row and with 64. */
    record Latencies(Measurement single, Measurement batch) {}
}
