package dev.inferport.runtime.server;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.ResponseOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Models for tests, in this process or in a child. */
final class TestModels {

    private TestModels() {}

    /** Puts a model into a repository. */
    static void write(Path root, String name, Class<? extends MLModel> implementation) {
        write(root, name, name, implementation, "");
    }

    /** Puts one version of a model into a folder of a repository. */
    static void write(Path root, String folder, String name, Class<? extends MLModel> implementation, String version) {
        String parameters = version.isEmpty() ? "" : ", \"parameters\": {\"version\": \"" + version + "\"}";
        try {
            Path model = Files.createDirectories(root.resolve(folder));
            Files.writeString(
                    model.resolve("model-settings.json"),
                    "{\"name\": \"" + name + "\", \"implementation\": \"" + implementation.getName() + "\"" + parameters
                            + "}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gate for a model: accept a connection to see it arrive, and write a byte to let it pass. */
    static ServerSocket gate(Path root, String name) throws IOException {
        ServerSocket gate = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gate.setSoTimeout(60_000);
        Files.writeString(root.resolve(name).resolve("port"), Integer.toString(gate.getLocalPort()));
        return gate;
    }

    private static void pass(ModelSettings settings) throws IOException {
        Path port = settings.source().orElseThrow().resolveSibling("port");
        try (Socket gate = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(Files.readString(port)))) {
            if (gate.getInputStream().read() < 0) {
                throw new IOException("the gate was closed");
            }
        }
    }

    private static InferenceResponse echo(InferenceRequest request) {
        RequestInput input = request.singleInput();
        return InferenceResponse.of(new ResponseOutput(input.name(), input.tensor()));
    }

    /** Answers with its input, and says that it holds 4096 bytes. */
    public static final class Echo extends MLModel {

        public Echo(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            return echo(request);
        }

        @Override
        public OptionalLong sizeInBytes() {
            return OptionalLong.of(4096);
        }
    }

    /** Answers with its input, and fails where a value of it is negative. */
    public static final class Picky extends MLModel {

        public Picky(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            for (double value : request.singleInput().tensor().toDoubles()) {
                if (value < 0) {
                    throw new InferenceException("value: " + value + " (expected: none below 0)");
                }
            }
            return echo(request);
        }
    }

    /** Answers with all inputs and all parameters as they came. */
    public static final class Mirror extends MLModel {

        public Mirror(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            InferenceResponse.Builder response = InferenceResponse.builder().parameters(request.parameters());
            for (RequestInput input : request.inputs()) {
                response.output(new ResponseOutput(input.name(), input.tensor(), input.parameters()));
            }
            return response.build();
        }
    }

    /** Fails on every request. */
    public static final class Failing extends MLModel {

        public Failing(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            throw new IllegalStateException("kaboom");
        }
    }

    /** Waits at its gate before it answers. */
    public static final class Gated extends MLModel {

        public Gated(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws IOException {
            pass(settings());
            return echo(request);
        }
    }

    /** Waits at its gate while it loads. */
    public static final class SlowToLoad extends MLModel {

        public SlowToLoad(ModelSettings settings) {
            super(settings);
        }

        @Override
        public boolean load() throws IOException {
            pass(settings());
            return true;
        }
    }
}
