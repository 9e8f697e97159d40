package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestedOutput;
import java.util.HashMap;
import java.util.Map;

/** Which outputs a request wants as binary data: what it says of the output, else what it says of all. */
final class BinaryOutputs {

    static final BinaryOutputs NONE = new BinaryOutputs(false);

    private final boolean byDefault;
    private final Map<String, Boolean> byName = new HashMap<>();

    private BinaryOutputs(boolean byDefault) {
        this.byDefault = byDefault;
    }

    /**
     * @throws dev.inferport.runtime.api.InferenceException (INVALID_ARGUMENT) for a parameter that is no truth value
     */
    static BinaryOutputs of(InferenceRequest request) {
        BinaryOutputs choice = new BinaryOutputs(
                request.parameters().bool("binary_data_output").orElse(false));
        for (RequestedOutput output : request.outputs()) {
            output.parameters().bool("binary_data").ifPresent(binary -> choice.byName.put(output.name(), binary));
        }
        return choice;
    }

    boolean includes(String output) {
        return byName.getOrDefault(output, byDefault);
    }
}
