package dev.inferport.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.core.Call;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelDefaults;
import dev.inferport.runtime.core.ModelFactory;
import dev.inferport.runtime.core.ModelRepository;
import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.runtime.core.ServerInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Our own path, as a front takes it once it has the bytes of a tensor: making the request, admission, lease,
 * validation, the model and the response. Runs on the calling thread.
 */
final class OwnRuntime extends JvmContender<ByteBuffer, InferenceResponse> {

    private final SampleModel model;
    private final InferenceRuntime runtime;
    private final ByteBuffer rows;
    private final List<String> names;

    private OwnRuntime(SampleModel model, InferenceRuntime runtime, ByteBuffer rows, List<String> names) {
        super(model);
        this.model = model;
        this.runtime = runtime;
        this.rows = rows;
        this.names = names;
    }

    /** Starts a runtime that has so many copies of a model, none of them loaded yet. */
    static OwnRuntime start(SampleModel model, Path repository, int copies) throws IOException {
        List<String> names = IntStream.range(0, copies)
                .mapToObj(copy -> model.id() + "-" + copy)
                .toList();
        ObjectMapper mapper = new ObjectMapper();
        for (String name : names) {
            Path folder = Files.createDirectories(repository.resolve(name));
            Map<String, Object> settings = Map.of(
                    "name", name,
                    "implementation", model.format(),
                    "parameters", Map.of("uri", model.file().toAbsolutePath().toString()));
            mapper.writeValue(folder.resolve("model-settings.json").toFile(), settings);
        }
        InferenceRuntime runtime = new InferenceRuntime(
                new ServerInfo("bench", "", List.of()),
                new ModelRepository(repository, ModelDefaults.none()),
                new ModelFactory(OwnRuntime.class.getClassLoader()),
                new RuntimeLimits(0, 1000, Duration.ofSeconds(5)));
        return new OwnRuntime(model, runtime, model.readRows(), names);
    }

    /** Loads the copies from one number up to another. */
    void load(int from, int to) {
        names.subList(from, to).forEach(name -> runtime.load(name).join());
    }

    /** Takes the copies from one number up to another out of service again. */
    void unload(int from, int to) {
        names.subList(from, to).forEach(name -> runtime.unload(name).join());
    }

    /** What the model says of its own size, in bytes. */
    OptionalLong sizeInBytes() {
        Optional<Object> size =
                runtime.metadata(names.get(0), Optional.empty()).parameters().get(InferenceRuntime.SIZE_PARAMETER);
        return size.isPresent() && size.get() instanceof Number bytes
                ? OptionalLong.of(bytes.longValue())
                : OptionalLong.empty();
    }

    @Override
    public String name() {
        return "inferport";
    }

    @Override
    ByteBuffer batch(int first, int count) {
        int rowBytes = rows.limit() / model.rows();
        return rows.slice(first * rowBytes, count * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    InferenceResponse answer(ByteBuffer batch, int count) {
        Tensor tensor = Tensor.ofRaw(model.datatype(), Shape.of(count, model.features()), batch);
        InferenceRequest request = InferenceRequest.builder(names.get(0))
                .input(model.input(), tensor)
                .output(new RequestedOutput(model.output()))
                .build();
        return runtime.infer(request, Call.withoutDeadline()).join();
    }

    @Override
    double[] values(InferenceResponse answer) {
        return answer.output(model.output()).tensor().toDoubles();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
