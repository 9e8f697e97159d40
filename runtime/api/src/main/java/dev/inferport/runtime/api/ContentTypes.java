package dev.inferport.runtime.api;

import java.util.List;
import java.util.Optional;

/** Where a content type comes from: the tensor's own parameters, else what the model's settings say of that tensor. */
final class ContentTypes {

    static final String PARAMETER = "content_type";

    private ContentTypes() {}

    static Optional<String> of(Parameters parameters) {
        return parameters.string(PARAMETER).filter(type -> !type.isEmpty());
    }

    /** The content type that the settings declare for a tensor. */
    static Optional<String> declared(List<TensorMetadata> tensors, String name) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .flatMap(tensor -> of(tensor.parameters()));
    }

    /** The input with the content type that holds for it among its parameters. */
    static RequestInput resolve(RequestInput input, List<TensorMetadata> declared) {
        if (of(input.parameters()).isPresent()) {
            return input;
        }
        return declared(declared, input.name())
                .map(type -> new RequestInput(
                        input.name(), input.tensor(), input.parameters().with(PARAMETER, type)))
                .orElse(input);
    }
}
