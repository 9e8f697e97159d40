package dev.inferport.runtime.api;

import java.util.List;

/**
 * What a model says of itself.
 *
 * @param name the name it is served under
 * @param versions as its settings list them; the runtime answers with the loaded versions where this is empty
 * @param platform free text, such as the framework; may be empty
 * @param inputs the tensors it takes; empty where it doesn't say
 * @param outputs the tensors it gives; empty where it doesn't say
 * @param parameters such as {@code content_type}
 */
public record ModelMetadata(
        String name,
        List<String> versions,
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs,
        Parameters parameters) {

    public ModelMetadata {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The same, with these tensors where it names none: what a model knows of itself, unless its settings say. */
    public ModelMetadata withTensorsUnlessDeclared(List<TensorMetadata> ownInputs, List<TensorMetadata> ownOutputs) {
        return new ModelMetadata(
                name,
                versions,
                platform,
                inputs.isEmpty() ? ownInputs : inputs,
                outputs.isEmpty() ? ownOutputs : outputs,
                parameters);
    }
}
