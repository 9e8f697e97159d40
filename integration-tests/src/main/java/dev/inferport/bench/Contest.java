package dev.inferport.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Contenders for one model that take turns: a window each, again and again, so that what else the machine does meets
 * them all alike.
 */
final class Contest {

    private final List<Contender> contenders;
    private final Duration window;
    private final int windows;

    Contest(List<Contender> contenders, Duration window, int windows) {
        this.contenders = List.copyOf(contenders);
        this.window = window;
        this.windows = windows;
    }

    /** What each contender needed for so many rows, in their order: the medians over its windows. */
    List<Measurement> run(int rows, Duration warmUp) throws Exception {
        List<List<Measurement>> measured = new ArrayList<>();
        for (Contender contender : contenders) {
            contender.time(rows, warmUp);
            measured.add(new ArrayList<>());
        }
        for (int round = 0; round < windows; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                measured.get(i).add(contenders.get(i).time(rows, window));
            }
        }
        return measured.stream().map(Contest::median).toList();
    }

    private static Measurement median(List<Measurement> windows) {
        return new Measurement(
                median(windows, Measurement::rate),
                median(windows, Measurement::p50Micros),
                median(windows, Measurement::p99Micros),
                0);
    }

    private static double median(List<Measurement> windows, ToDoubleFunction<Measurement> figure) {
        double[] sorted = windows.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
