package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Models for tests, and what they have been through; models of one test share a folder, and so a record. */
final class TestModels {

    private static final Map<Path, TestModels> BY_FOLDER = new ConcurrentHashMap<>();

    final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    final Map<String, CountDownLatch> arrivals = new ConcurrentHashMap<>();
    final Map<String, Integer> loaded = new ConcurrentHashMap<>();

    /** The requests that predicts were called with, of whatever model. */
    final List<InferenceRequest> predicts = new CopyOnWriteArrayList<>();

    static TestModels in(Path folder) {
        return BY_FOLDER.computeIfAbsent(folder, unused -> new TestModels());
    }

    static void writeSettings(Path root, String folder, String json) {
        try {
            Path directory = Files.createDirectories(root.resolve(folder));
            Files.writeString(directory.resolve(ModelRepository.SETTINGS_FILE), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String settings(Class<? extends MLModel> implementation, String fields) {
        return "{\"implementation\": \"" + implementation.getName() + "\"" + (fields.isEmpty() ? "" : ", " + fields)
                + "}";
    }

    static InferenceRequest request(String model, double... values) {
        return InferenceRequest.builder(model)
                .id("id-" + values[0])
                .input("x", Tensor.of(values, values.length))
                .build();
    }

    /** A gate that a model's step waits at, and a latch that says when it got there. */
    CountDownLatch gate(String step) {
        arrivals.put(step, new CountDownLatch(1));
        CountDownLatch gate = new CountDownLatch(1);
        gates.put(step, gate);
        return gate;
    }

    CountDownLatch arrival(String step) {
        return Objects.requireNonNull(arrivals.get(step));
    }

    void pass(String step) throws InterruptedException {
        CountDownLatch arrival = arrivals.get(step);
        if (arrival != null) {
            arrival.countDown();
        }
        CountDownLatch gate = gates.get(step);
        if (gate != null) {
            gate.await();
        }
    }

    /** Answers with its input; waits at the gates {@code load NAME} and {@code predict NAME}. */
    public static class Echo extends MLModel {

        private final TestModels record;
        private volatile boolean usable;

        public Echo(ModelSettings settings) {
            super(settings);
            Path folder = settings.source().orElseThrow().getParent();
            record = in(Objects.requireNonNull(Objects.requireNonNull(folder).getParent()));
        }

        @Override
        public boolean load() throws Exception {
            record.loaded.merge(name(), 1, Integer::sum);
            record.pass("load " + name());
            usable = true;
            return true;
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws Exception {
            record.predicts.add(request);
            record.pass("predict " + name());
            if (!usable) {
                throw new IllegalStateException("used after unload");
            }
            RequestInput input = request.singleInput();
            return InferenceResponse.of(new ResponseOutput(input.name(), input.tensor()));
        }

        @Override
        public boolean unload() {
            usable = false;
            record.loaded.merge(name(), -1, Integer::sum);
            return true;
        }
    }

    /** Never loads. */
    public static final class Broken extends Echo {

        public Broken(ModelSettings settings) {
            super(settings);
        }

        @Override
        public boolean load() throws Exception {
            super.load();
            throw new IOException("no such layer");
        }
    }

    /** Loads, and says that it is not ready. */
    public static final class NotReady extends Echo {

        public NotReady(ModelSettings settings) {
            super(settings);
        }

        @Override
        public boolean load() throws Exception {
            super.load();
            return false;
        }
    }

    /** Fails on every request. */
    public static final class Failing extends Echo {

        public Failing(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            throw new IllegalStateException("kaboom");
        }
    }
}
