package dev.inferport.runtime.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model before it is loaded: its {@code model-settings.json}, completed from the environment.
 * Immutable.
 */
public final class ModelSettings {

    private final String name;
    private final @Nullable String implementation;
    private final String platform;
    private final List<String> versions;
    private final List<TensorMetadata> inputs;
    private final List<TensorMetadata> outputs;
    private final int maxBatchSize;
    private final Duration maxBatchTime;
    private final @Nullable Integer parallelWorkers;
    private final @Nullable Integer maxQueueSize;
    private final boolean cacheEnabled;
    private final ModelParameters parameters;
    private final @Nullable Path source;

    private ModelSettings(Builder builder) {
        this.name = builder.name;
        this.implementation = builder.implementation;
        this.platform = builder.platform;
        this.versions = builder.versions;
        this.inputs = builder.inputs;
        this.outputs = builder.outputs;
        this.maxBatchSize = builder.maxBatchSize;
        this.maxBatchTime = builder.maxBatchTime;
        this.parallelWorkers = builder.parallelWorkers;
        this.maxQueueSize = builder.maxQueueSize;
        this.cacheEnabled = builder.cacheEnabled;
        this.parameters = builder.parameters;
        this.source = builder.source;
    }

    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The name that the model is served under. */
    public String name() {
        return name;
    }

    /** The version that these settings describe; a model without one has a single, unnamed version. */
    public Optional<String> version() {
        return parameters.version();
    }

    /** The class or backend that serves the model. */
    public Optional<String> implementation() {
        return Optional.ofNullable(implementation);
    }

    /** Free text for the metadata; may be empty. */
    public String platform() {
        return platform;
    }

    /** Free text for the metadata: versions of the model or of what it was made with. */
    public List<String> versions() {
        return versions;
    }

    /** The inputs that the model declares; empty where it doesn't say. */
    public List<TensorMetadata> inputs() {
        return inputs;
    }

    /** The outputs that the model declares; empty where it doesn't say. */
    public List<TensorMetadata> outputs() {
        return outputs;
    }

    /**
     * Rows in a batch at most, a single request with more apart; batching is on where this is above 1 and
     * {@link #maxBatchTime()} above 0.
     */
    public int maxBatchSize() {
        return maxBatchSize;
    }

    /** How long a batch waits for a free worker, and for others to join it, before it goes ahead without one. */
    public Duration maxBatchTime() {
        return maxBatchTime;
    }

    /**
     * How many requests, or batches of them, the model works on at a time; 0 = as many as there are, each on the thread
     * that received it; empty = as the server's setting says.
     */
    public Optional<Integer> parallelWorkers() {
        return Optional.ofNullable(parallelWorkers);
    }

    /** How many requests to the model may wait; empty = as the server's setting says. */
    public Optional<Integer> maxQueueSize() {
        return Optional.ofNullable(maxQueueSize);
    }

    /** Whether an answer may be given again to an equal request, where the server has a cache. */
    public boolean cacheEnabled() {
        return cacheEnabled;
    }

    public ModelParameters parameters() {
        return parameters;
    }

    /** The settings file; empty where the settings come from the environment alone. */
    public Optional<Path> source() {
        return Optional.ofNullable(source);
    }

    @Override
    public String toString() {
        return name + version().map(version -> ":" + version).orElse("");
    }

    /** Collects settings; each has the default of MLServer. Not for use by several threads. */
    public static final class Builder {

        private final String name;
        private @Nullable String implementation;
        private String platform = "";
        private List<String> versions = List.of();
        private List<TensorMetadata> inputs = List.of();
        private List<TensorMetadata> outputs = List.of();
        private int maxBatchSize;
        private Duration maxBatchTime = Duration.ZERO;
        private @Nullable Integer parallelWorkers;
        private @Nullable Integer maxQueueSize;
        private boolean cacheEnabled;
        private ModelParameters parameters = ModelParameters.none();
        private @Nullable Path source;

        private Builder(String name) {
            this.name = name;
        }

        public Builder implementation(String implementation) {
            this.implementation = implementation;
            return this;
        }

        public Builder platform(String platform) {
            this.platform = platform;
            return this;
        }

        public Builder versions(List<String> versions) {
            this.versions = List.copyOf(versions);
            return this;
        }

        public Builder inputs(List<TensorMetadata> inputs) {
            this.inputs = List.copyOf(inputs);
            return this;
        }

        public Builder outputs(List<TensorMetadata> outputs) {
            this.outputs = List.copyOf(outputs);
            return this;
        }

        public Builder maxBatchSize(int maxBatchSize) {
            this.maxBatchSize = maxBatchSize;
            return this;
        }

        public Builder maxBatchTime(Duration maxBatchTime) {
            this.maxBatchTime = maxBatchTime;
            return this;
        }

        public Builder parallelWorkers(int parallelWorkers) {
            this.parallelWorkers = parallelWorkers;
            return this;
        }

        public Builder maxQueueSize(int maxQueueSize) {
            this.maxQueueSize = maxQueueSize;
            return this;
        }

        public Builder cacheEnabled(boolean cacheEnabled) {
            this.cacheEnabled = cacheEnabled;
            return this;
        }

        public Builder parameters(ModelParameters parameters) {
            this.parameters = parameters;
            return this;
        }

        public Builder source(Path source) {
            this.source = source;
            return this;
        }

        public ModelSettings build() {
            return new ModelSettings(this);
        }
    }
}
