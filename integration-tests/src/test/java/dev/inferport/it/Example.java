package dev.inferport.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import dev.inferport.wire.inference.ModelInferResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A model of {@code deploy/examples/models}, a request, and the answer that the library in Python gave. */
record Example(String name, Path folder, JsonNode description) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<Example> all() {
        Path models = ChildProcess.projectRoot().resolve("deploy/examples/models");
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(folder -> Files.exists(folder.resolve("example.json")))
                    .sorted()
                    .map(Example::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Example named(String name) {
        return read(ChildProcess.projectRoot().resolve("deploy/examples/models").resolve(name));
    }

    String type() {
        return description.path("model_type").asText();
    }

    /** The path of the model below a folder that {@link #copyTo} has filled. */
    String path() {
        return description.path("path").asText();
    }

    void copyTo(Path target) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(name).resolve(folder.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The request as the body of a REST call. */
    String json() {
        return description.path("inputs").toString();
    }

    /** The request with its one FP32 input in {@code fp32_contents}. */
    ModelInferRequest typed() {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        values().forEach(contents::addFp32Contents);
        return ModelInferRequest.newBuilder()
                .addInputs(input().setContents(contents))
                .build();
    }

    /** The request with its one FP32 input in {@code raw_input_contents}. */
    ModelInferRequest raw() {
        List<Float> values = values();
        ByteBuffer raw = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(raw::putFloat);
        return ModelInferRequest.newBuilder()
                .addInputs(input())
                .addRawInputContents(ByteString.copyFrom(raw.flip()))
                .build();
    }

    /** The elements of the first output, as the library gave them. */
    List<Double> expected() {
        return numbers(description.path("expected").path("outputs").path(0).path("data"));
    }

    static List<Double> outputs(String restBody) throws IOException {
        return numbers(MAPPER.readTree(restBody).path("outputs").path(0).path("data"));
    }

    static List<Double> outputs(ModelInferResponse response) {
        String datatype = response.getOutputs(0).getDatatype();
        if (response.getRawOutputContentsCount() > 0) {
            return raw(datatype, response.getRawOutputContents(0).asReadOnlyByteBuffer());
        }
        InferTensorContents contents = response.getOutputs(0).getContents();
        return switch (datatype) {
            case "FP32" ->
                contents.getFp32ContentsList().stream().map(Float::doubleValue).toList();
            case "FP64" -> contents.getFp64ContentsList();
            case "INT64" ->
                contents.getInt64ContentsList().stream().map(Long::doubleValue).toList();
            default -> throw new AssertionError("datatype " + datatype);
        };
    }

    @Override
    public String toString() {
        return name;
    }

    private static Example read(Path folder) {
        try {
            JsonNode description =
                    MAPPER.readTree(folder.resolve("example.json").toFile());
            return new Example(String.valueOf(folder.getFileName()), folder, description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Double> raw(String datatype, ByteBuffer raw) {
        ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
        List<Double> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            values.add(
                    switch (datatype) {
                        case "FP32" -> (double) bytes.getFloat();
                        case "FP64" -> bytes.getDouble();
                        case "INT64" -> (double) bytes.getLong();
                        default -> throw new AssertionError("datatype " + datatype);
                    });
        }
        return values;
    }

    private InferInputTensor.Builder input() {
        JsonNode input = description.path("inputs").path("inputs").path(0);
        InferInputTensor.Builder tensor = InferInputTensor.newBuilder()
                .setName(input.path("name").asText())
                .setDatatype(input.path("datatype").asText());
        input.path("shape").forEach(dimension -> tensor.addShape(dimension.asLong()));
        return tensor;
    }

    private List<Float> values() {
        JsonNode data = description.path("inputs").path("inputs").path(0).path("data");
        return numbers(data).stream().map(Double::floatValue).toList();
    }

    private static List<Double> numbers(JsonNode data) {
        List<Double> numbers = new ArrayList<>();
        data.forEach(item -> {
            if (item.isArray()) {
                numbers.addAll(numbers(item));
            } else {
                numbers.add(item.asDouble());
            }
        });
        return numbers;
    }
}
