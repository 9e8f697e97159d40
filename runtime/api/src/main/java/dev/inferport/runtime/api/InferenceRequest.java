package dev.inferport.runtime.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One inference request. Immutable. */
public final class InferenceRequest {

    private static final Caller PATIENT = Caller.patient();

    private final String modelName;
    private final @Nullable String modelVersion;
    private final @Nullable String id;
    private final Parameters parameters;
    private final Map<String, String> headers;
    private final List<RequestInput> inputs;
    private final List<RequestedOutput> outputs;
    private final Caller caller;

    private InferenceRequest(Builder builder) {
        this.modelName = builder.modelName;
        this.modelVersion = builder.modelVersion;
        this.id = builder.id;
        this.parameters = builder.parameters;
        this.headers = Map.copyOf(builder.headers);
        this.inputs = List.copyOf(builder.inputs);
        this.outputs = List.copyOf(builder.outputs);
        this.caller = builder.caller;
    }

    private InferenceRequest(InferenceRequest request, Caller caller) {
        this.modelName = request.modelName;
        this.modelVersion = request.modelVersion;
        this.id = request.id;
        this.parameters = request.parameters;
        this.headers = request.headers;
        this.inputs = request.inputs;
        this.outputs = request.outputs;
        this.caller = caller;
    }

    public static Builder builder(String modelName) {
        return new Builder(modelName);
    }

    public String modelName() {
        return modelName;
    }

    /** The version asked for; empty = the default version. */
    public Optional<String> modelVersion() {
        return Optional.ofNullable(modelVersion);
    }

    /** The id that the client gave; the response carries it back. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    public Parameters parameters() {
        return parameters;
    }

    /** HTTP headers or gRPC metadata in text form, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The input tensors, in the order of the request. */
    public List<RequestInput> inputs() {
        return inputs;
    }

    /** The outputs asked for, in the order of the request; empty = the model's default. */
    public List<RequestedOutput> outputs() {
        return outputs;
    }

    /**
     * The input of that name.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the request has none
     */
    public RequestInput input(String name) {
        for (RequestInput input : inputs) {
            if (input.name().equals(name)) {
                return input;
            }
        }
        throw new InferenceException("input '" + name + "' is missing (received: " + inputNames() + ")");
    }

    /**
     * The one input of a request to a model that takes a single tensor, whatever its name is.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the request has none, or several
     */
    public RequestInput singleInput() {
        if (inputs.size() != 1) {
            throw new InferenceException("model '" + modelName + "' takes one input tensor (received " + inputs.size()
                    + ": " + inputNames() + ")");
        }
        return inputs.get(0);
    }

    /** Whoever waits for the answer. */
    public Caller caller() {
        return caller;
    }

    /** This request as one of that caller; the runtime says so of each request. */
    public InferenceRequest askedBy(Caller whoWaits) {
        return new InferenceRequest(this, whoWaits);
    }

    /** This request with other inputs. */
    InferenceRequest withInputs(List<RequestInput> replaced) {
        Builder copy = new Builder(modelName);
        copy.modelVersion = modelVersion;
        copy.id = id;
        copy.parameters = parameters;
        copy.headers = headers;
        copy.caller = caller;
        copy.inputs.addAll(replaced);
        copy.outputs.addAll(outputs);
        return copy.build();
    }

    private String inputNames() {
        return inputs.stream().map(RequestInput::name).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Collects the parts of a request. Not for use by several threads. */
    public static final class Builder {

        private final String modelName;
        private @Nullable String modelVersion;
        private @Nullable String id;
        private Parameters parameters = Parameters.none();
        private Map<String, String> headers = Map.of();
        private Caller caller = PATIENT;
        private final List<RequestInput> inputs = new ArrayList<>(2);
        private final List<RequestedOutput> outputs = new ArrayList<>(2);

        private Builder(String modelName) {
            this.modelName = modelName;
        }

        /** The version asked for; an empty text means the default version, as on the wire. */
        public Builder modelVersion(String version) {
            this.modelVersion = version.isEmpty() ? null : version;
            return this;
        }

        /** The client's id of the request; an empty text means none, as on the wire. */
        public Builder id(String id) {
            this.id = id.isEmpty() ? null : id;
            return this;
        }

        public Builder parameters(Parameters parameters) {
            this.parameters = parameters;
            return this;
        }

        public Builder headers(Map<String, String> headers) {
            this.headers = headers;
            return this;
        }

        public Builder input(RequestInput input) {
            inputs.add(input);
            return this;
        }

        public Builder input(String name, Tensor tensor) {
            return input(new RequestInput(name, tensor));
        }

        public Builder output(RequestedOutput output) {
            outputs.add(output);
            return this;
        }

        public InferenceRequest build() {
            return new InferenceRequest(this);
        }
    }
}
