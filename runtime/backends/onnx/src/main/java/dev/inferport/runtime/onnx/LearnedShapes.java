package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which shapes the outputs had for which shapes of the inputs. In most graphs the ones follow from the others, but not
 * in all, and the graph doesn't tell; so what is learned here is a guess, and whoever finds it wrong says so. For any
 * number of threads.
 */
final class LearnedShapes {

    private static final int MOST = 256;

    private final Map<List<Shape>, Map<String, Shape>> byInputs = new ConcurrentHashMap<>();
    private volatile boolean useless;

    /** The shapes of at least these outputs, by name; null where one of them is not known. */
    @Nullable
    Map<String, Shape> of(List<Shape> inputs, List<ModelOutput> wanted) {
        if (useless) {
            return null;
        }
        Map<String, Shape> known = byInputs.get(inputs);
        if (known == null) {
            return null;
        }
        for (ModelOutput output : wanted) {
            if (!known.containsKey(output.name())) {
                return null;
            }
        }
        return known;
    }

    void learn(List<Shape> inputs, String output, Shape shape) {
        if (!useless && (byInputs.size() < MOST || byInputs.containsKey(inputs))) {
            byInputs.computeIfAbsent(inputs, unseen -> new ConcurrentHashMap<>())
                    .put(output, shape);
        }
    }

    /** What was learned is wrong: in this graph, shapes follow from values. */
    void giveUp() {
        useless = true;
        byInputs.clear();
    }
}
