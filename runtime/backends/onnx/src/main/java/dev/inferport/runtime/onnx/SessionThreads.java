package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.ModelSettings;

/**
 * How many threads the library may use for one request.
 *
 * @param intraOp within one node of the graph
 * @param interOp for nodes that don't depend on each other
 */
record SessionThreads(int intraOp, int interOp) {

    private static final String INTRA_OP = "intra_op_num_threads";
    private static final String INTER_OP = "inter_op_num_threads";
    private static final int LIMIT = 1024;

    /**
     * What the settings say, 1 each by default.
     *
     * @throws InferenceException (FAILED_PRECONDITION) for anything but a number from 1 to 1024
     */
    static SessionThreads of(ModelSettings settings) {
        return new SessionThreads(count(settings, INTRA_OP), count(settings, INTER_OP));
    }

    private static int count(ModelSettings settings, String name) {
        Object value = settings.parameters().extra().getOrDefault(name, 1);
        try {
            int count = Integer.parseInt(String.valueOf(value));
            if (count >= 1 && count <= LIMIT) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the same words.
        }
        throw new InferenceException(
                Reason.FAILED_PRECONDITION,
                "parameters.extra." + name + ": " + value + " (expected: a number from 1 to " + LIMIT + ")");
    }
}
