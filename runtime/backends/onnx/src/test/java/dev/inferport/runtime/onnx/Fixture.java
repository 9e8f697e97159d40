package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A model, and what the library's Python interface says of some inputs; {@code make_fixtures.py} describes the files.
 */
record Fixture(Path folder, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {

    static List<Fixture> all() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.sorted().map(Fixture::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that can be served. */
    static List<Fixture> served() {
        return all().stream()
                .filter(fixture -> !List.of("external-escape", "map-input", "tensor-sequence")
                        .contains(fixture.toString()))
                .toList();
    }

    static Fixture of(String name) {
        return read(root().resolve(name));
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(Fixture.class.getResource("/fixtures"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fixture read(Path folder) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(folder.resolve("expected.txt"))) {
                if (!line.isEmpty()) {
                    String[] words = line.split(" ", -1);
                    (words[0].equals("input") ? inputs : outputs).put(words[1], tensor(words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Fixture(folder, inputs, outputs);
    }

    private static Tensor tensor(String[] words) {
        long[] shape = words[3].equals("-")
                ? new long[0]
                : Arrays.stream(words[3].split(",", -1))
                        .mapToLong(Long::parseLong)
                        .toArray();
        byte[] raw = HexFormat.of().parseHex(words.length > 4 ? words[4] : "");
        return Tensor.ofRaw(DataType.of(words[2]), Shape.of(shape), ByteBuffer.wrap(raw));
    }

    Path file() {
        return folder.resolve("model.onnx");
    }

    Tensor input(String name) {
        return Objects.requireNonNull(inputs.get(name), name);
    }

    Tensor output(String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }

    InferenceRequest request() {
        InferenceRequest.Builder request = InferenceRequest.builder("m");
        inputs.forEach(request::input);
        return request.build();
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
