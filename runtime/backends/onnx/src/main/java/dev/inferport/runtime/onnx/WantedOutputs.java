package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.RequestedOutput;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of the outputs to give. */
final class WantedOutputs {

    private WantedOutputs() {}

    /**
     * Those that were asked for, or else those to give unasked.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for a name that the graph doesn't have
     */
    static List<String> of(List<RequestedOutput> requested, Set<String> known, List<String> unasked) {
        for (RequestedOutput output : requested) {
            if (!known.contains(output.name())) {
                throw new InferenceException("output '" + output.name() + "' is none of this model's (expected: "
                        + new TreeSet<>(known) + ")");
            }
        }
        return requested.isEmpty()
                ? unasked
                : requested.stream().map(RequestedOutput::name).toList();
    }
}
