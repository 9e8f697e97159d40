package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers with its inputs, or those of them that are asked for, and with the request's parameters and headers. */
public final class EchoModel extends MLModel {

    public EchoModel(ModelSettings settings) {
        super(settings);
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        Set<String> wanted =
                request.outputs().stream().map(RequestedOutput::name).collect(Collectors.toSet());
        InferenceResponse.Builder response =
                InferenceResponse.builder().parameters(request.parameters()).headers(request.headers());
        request.inputs().stream()
                .filter(input -> wanted.isEmpty() || wanted.contains(input.name()))
                .forEach(
                        input -> response.output(new ResponseOutput(input.name(), input.tensor(), input.parameters())));
        return response.build();
    }

    @Override
    public OptionalLong sizeInBytes() {
        return OptionalLong.of(5_000_000_000L);
    }
}
