package dev.inferport.runtime.api;

/**
 * Takes what a model counts and measures, and shows it to Prometheus under the names given here, with the labels
 * {@code model_name} and {@code model_version}; the series end when the model is unloaded. Safe for any thread, and
 * cheap enough for every request.
 *
 * <p>A name has letters, digits and {@code _}; it stands for one kind of metric in all models that are loaded, and for
 * none of the server's own. A call with another name, or with more than 1000 of them in one model, throws
 * {@link IllegalArgumentException}.
 */
public interface CustomMetrics {

    /** Adds to a counter, which is shown as {@code <name>_total}. */
    void count(String name, double amount);

    /** Sets a gauge. */
    void set(String name, double value);

    /** Adds one observation to a histogram: what MLServer's {@code log()} does. */
    void observe(String name, double value);

    /** Metrics that nobody sees, for tests. */
    static CustomMetrics none() {
        return new CustomMetrics() {
            @Override
            public void count(String name, double amount) {}

            @Override
            public void set(String name, double value) {}

            @Override
            public void observe(String name, double value) {}
        };
    }
}
