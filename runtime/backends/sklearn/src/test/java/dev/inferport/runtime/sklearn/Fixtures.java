package dev.inferport.runtime.sklearn;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The models that one version of scikit-learn saved, and its answers. */
record Fixtures(String version, Map<String, byte[]> models, JsonNode expected) {

    static final List<String> VERSIONS = List.of("0.20.4", "0.22.2", "0.24.2", "1.2.2", "1.3.2", "1.5.2", "1.9.0");

    /** A model with an input and the answers to it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Case(String version, String name, byte[] model, JsonNode input, JsonNode described) {

        JsonNode answers() {
            return described.get("answers");
        }

        /** Whether each bit has to be the library's. */
        boolean exact() {
            return described.get("exact").asBoolean();
        }

        /** Whether the library computes in single precision on the way. */
        boolean single() {
            return described.get("single").asBoolean();
        }

        @Override
        public String toString() {
            return version + "/" + name;
        }

        /** The model's file in that folder, as it was before joblib compressed it with zlib. */
        Path unpackedIn(Path folder) {
            try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(model))) {
                return Files.write(Files.createDirectories(folder).resolve(name + ".joblib"), in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        InferenceRequest.Builder request() {
            InferenceRequest.Builder request = InferenceRequest.builder("model");
            inputs().forEach(request::input);
            return request;
        }

        private List<RequestInput> inputs() {
            List<RequestInput> inputs = new ArrayList<>();
            JsonNode columns = input.get("columns");
            if (columns == null) {
                inputs.add(new RequestInput("input-0", tensor(input)));
            } else {
                columns.properties()
                        .forEach(column -> inputs.add(new RequestInput(column.getKey(), tensor(column.getValue()))));
            }
            return inputs;
        }
    }

    static Fixtures of(String version) {
        JsonMapper json = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        Map<String, byte[]> entries = new HashMap<>();
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/" + version + ".zip");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
            return new Fixtures(version, entries, json.readTree(entries.get("expected.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        expected.get("cases").properties().forEach(entry -> {
            JsonNode described = entry.getValue();
            cases.put(
                    entry.getKey(),
                    new Case(
                            version,
                            entry.getKey(),
                            Objects.requireNonNull(models.get(entry.getKey())),
                            expected.get("inputs").get(described.get("input").asText()),
                            described));
        });
        return List.copyOf(cases.values());
    }

    Case named(String name) {
        return cases().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Tensor tensor(JsonNode described) {
        long[] shape = new long[described.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = described.get("shape").get(i).asLong();
        }
        JsonNode data = described.get("data");
        switch (described.get("dtype").asText()) {
            case "f4" -> {
                float[] values = new float[data.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) data.get(i).asDouble();
                }
                return Tensor.of(values, shape);
            }
            case "f8" -> {
                return Tensor.of(doubles(data), shape);
            }
            case "U" -> {
                List<String> texts = new ArrayList<>();
                data.forEach(text -> texts.add(text.asText()));
                return Tensor.ofStrings(texts, shape);
            }
            default -> {
                long[] values = new long[data.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = data.get(i).asLong();
                }
                return Tensor.of(values, shape);
            }
        }
    }

    static double[] doubles(JsonNode data) {
        double[] values = new double[data.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = data.get(i);
            values[i] = value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asDouble();
        }
        return values;
    }
}
