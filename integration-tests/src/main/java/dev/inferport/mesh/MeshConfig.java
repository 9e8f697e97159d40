package dev.inferport.mesh;

import dev.inferport.servicekit.Endpoint;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a mesh is set up. {@link #of} gives ModelMesh's own values; each {@code with…} changes one.
 *
 * @param port where clients call; 0 = any free port of the loopback interface
 * @param runtime where {@code mmesh.ModelRuntime} is served
 * @param serving where inference goes; the same as {@code runtime} unless told otherwise
 * @param pollInterval pause between two questions for the runtime's status
 * @param startTimeout how long the runtime may take to become READY
 * @param failureExpiry how long a failed load is remembered; half of that where requests keep coming
 * @param timeScale factor of all other fixed times
 * @param clock tells when models are used and when loads fail
 */
public record MeshConfig(
        int port,
        Endpoint runtime,
        Endpoint serving,
        Duration pollInterval,
        Duration startTimeout,
        Duration failureExpiry,
        double timeScale,
        InstantSource clock) {

    public MeshConfig {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        requirePositive("poll interval", pollInterval);
        requirePositive("start timeout", startTimeout);
        requirePositive("failure expiry", failureExpiry);
        if (!(timeScale > 0)) {
            throw new IllegalArgumentException("time scale: " + timeScale + " (expected: > 0)");
        }
    }

    /** A mesh on a free port in front of a runtime that serves management and inference on one endpoint. */
    public static MeshConfig of(Endpoint runtime) {
        return new MeshConfig(
                0,
                runtime,
                runtime,
                Duration.ofSeconds(2),
                Duration.ofSeconds(180),
                Duration.ofMinutes(15),
                1.0,
                InstantSource.system());
    }

    public MeshConfig withPort(int newPort) {
        return new MeshConfig(newPort, runtime, serving, pollInterval, startTimeout, failureExpiry, timeScale, clock);
    }

    public MeshConfig withServing(Endpoint endpoint) {
        return new MeshConfig(port, runtime, endpoint, pollInterval, startTimeout, failureExpiry, timeScale, clock);
    }

    public MeshConfig withPollInterval(Duration interval) {
        return new MeshConfig(port, runtime, serving, interval, startTimeout, failureExpiry, timeScale, clock);
    }

    public MeshConfig withStartTimeout(Duration timeout) {
        return new MeshConfig(port, runtime, serving, pollInterval, timeout, failureExpiry, timeScale, clock);
    }

    public MeshConfig withFailureExpiry(Duration expiry) {
        return new MeshConfig(port, runtime, serving, pollInterval, startTimeout, expiry, timeScale, clock);
    }

    /** The same, with the delays of ModelMesh multiplied by a factor; small factors make quick tests. */
    public MeshConfig withTimeScale(double factor) {
        return new MeshConfig(port, runtime, serving, pollInterval, startTimeout, failureExpiry, factor, clock);
    }

    public MeshConfig withClock(InstantSource source) {
        return new MeshConfig(port, runtime, serving, pollInterval, startTimeout, failureExpiry, timeScale, source);
    }

    MeshTiming timing() {
        return new MeshTiming(timeScale);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: > 0)");
        }
    }
}
