package dev.inferport.runtime.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request. Immutable. A model fills in the outputs; the runtime adds the model's name and version and
 * the request's id.
 */
public final class InferenceResponse {

    private final String modelName;
    private final @Nullable String modelVersion;
    private final @Nullable String id;
    private final Parameters parameters;
    private final Map<String, String> headers;
    private final List<ResponseOutput> outputs;

    private InferenceResponse(
            String modelName,
            @Nullable String modelVersion,
            @Nullable String id,
            Parameters parameters,
            Map<String, String> headers,
            List<ResponseOutput> outputs) {
        this.modelName = modelName;
        this.modelVersion = modelVersion;
        this.id = id;
        this.parameters = parameters;
        this.headers = headers;
        this.outputs = outputs;
    }

    /** A response of these outputs and nothing else. */
    public static InferenceResponse of(ResponseOutput... outputs) {
        return of(List.of(outputs));
    }

    /** A response of these outputs and nothing else. */
    public static InferenceResponse of(List<ResponseOutput> outputs) {
        return new InferenceResponse("", null, null, Parameters.none(), Map.of(), List.copyOf(outputs));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The name of the model that answered; empty until the runtime has filled it in. */
    public String modelName() {
        return modelName;
    }

    public Optional<String> modelVersion() {
        return Optional.ofNullable(modelVersion);
    }

    /** The id of the request that this answers. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Sent to the client as HTTP headers or gRPC trailers; names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    public List<ResponseOutput> outputs() {
        return outputs;
    }

    /**
     * The output of that name.
     *
     * @throws IllegalArgumentException where the response has none
     */
    public ResponseOutput output(String name) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no output '" + name + "' in the response"));
    }

    /** This response as the answer of {@code model} to {@code request}. */
    public InferenceResponse answering(InferenceRequest request, MLModel model) {
        return new InferenceResponse(
                model.name(), model.version().orElse(null), request.id().orElse(null), parameters, headers, outputs);
    }

    /** Collects the parts of a response. Not for use by several threads. */
    public static final class Builder {

        private Parameters parameters = Parameters.none();
        private Map<String, String> headers = Map.of();
        private final List<ResponseOutput> outputs = new ArrayList<>(2);

        private Builder() {}

        public Builder parameters(Parameters parameters) {
            this.parameters = parameters;
            return this;
        }

        public Builder headers(Map<String, String> headers) {
            this.headers = Map.copyOf(headers);
            return this;
        }

        public Builder output(ResponseOutput output) {
            outputs.add(output);
            return this;
        }

        public Builder output(String name, Tensor tensor) {
            return output(new ResponseOutput(name, tensor));
        }

        public InferenceResponse build() {
            return new InferenceResponse("", null, null, parameters, headers, List.copyOf(outputs));
        }
    }
}
