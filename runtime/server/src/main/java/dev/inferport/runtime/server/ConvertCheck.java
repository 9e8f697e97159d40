package dev.inferport.runtime.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.runtime.core.Call;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelDefaults;
import dev.inferport.runtime.core.ModelFactory;
import dev.inferport.runtime.core.ModelRepository;
import dev.inferport.runtime.core.Plugins;
import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.runtime.core.ServerInfo;
import dev.inferport.servicekit.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inferport convert-check}: whether this server answers a model as the library that made it does. */
@Command(
        name = "convert-check",
        description = "Says whether a model answers here as in the library it comes from, and where it differs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Inputs and expected outputs are .npy files, or comma-separated values with a row per line.",
            "Exit codes: 0 equal, 1 different, 3 the model or a file can't be read."
        })
final class ConvertCheck implements Callable<Integer> {

    static final int DIFFERENT = 1;
    static final int UNREADABLE = 3;

    private static final String NAME = "model";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", required = true, description = "file or folder of the model")
    private Path model = Path.of("");

    @Option(
            names = "--implementation",
            required = true,
            description = "xgboost, lightgbm, sklearn, …, or any name that a model-settings.json may have")
    private String implementation = "";

    @Option(names = "--inputs", required = true, description = "rows to ask for")
    private Path inputs = Path.of("");

    @Option(names = "--expected", required = true, description = "what the library answers to these rows")
    private Path expected = Path.of("");

    @Option(names = "--output", description = "which output to ask for, such as predict_proba (default: the model's)")
    private @Nullable String output;

    @Option(names = "--rtol", description = "relative tolerance (default: ${DEFAULT-VALUE})")
    private double relativeTolerance = 1e-6;

    @Option(names = "--atol", description = "absolute tolerance (default: ${DEFAULT-VALUE})")
    private double absoluteTolerance = 1e-9;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Tensor wanted = TableFile.read(expected);
            AnswerComparison comparison = new AnswerComparison(relativeTolerance, absoluteTolerance);
            comparison.compare(wanted, answer(TableFile.read(inputs)));
            comparison.report(wanted.elementCount()).forEach(out::println);
            return comparison.equal() ? 0 : DIFFERENT;
        } catch (IOException | InferenceException e) {
            spec.commandLine().getErr().println("inferport: " + e.getMessage());
            return UNREADABLE;
        } finally {
            out.flush();
        }
    }

    /** Asks the model as a client of a server would, all rows in one request. */
    private Tensor answer(Tensor rows) throws IOException {
        Path repository = Files.createTempDirectory("convert-check");
        Path settings = repository.resolve("model-settings.json");
        CodeSettings code = CodeSettings.read(Environment.ofIgnoringCase(System.getenv()));
        try (Plugins plugins = code.openPlugins();
                InferenceRuntime runtime = runtime(repository, code.factory(plugins))) {
            new ObjectMapper()
                    .writeValue(
                            settings.toFile(),
                            Map.of(
                                    "name", NAME,
                                    "implementation", implementation,
                                    "parameters",
                                            Map.of("uri", model.toAbsolutePath().toString())));
            runtime.load(NAME).join();
            InferenceRequest.Builder request = InferenceRequest.builder(NAME).input(input(runtime, rows));
            if (output != null) {
                request.output(new RequestedOutput(output));
            }
            return runtime.infer(request.build(), Call.withoutDeadline())
                    .join()
                    .outputs()
                    .get(0)
                    .tensor();
        } catch (CompletionException e) {
            throw e.getCause() instanceof InferenceException known ? known : e;
        } finally {
            Files.deleteIfExists(settings);
            Files.delete(repository);
        }
    }

    /**
     * The rows as the model's only input, where it has one: some formats insist on its name, and on single precision.
     */
    private static RequestInput input(InferenceRuntime runtime, Tensor rows) {
        List<TensorMetadata> declared = runtime.metadata(NAME, Optional.empty()).inputs();
        if (declared.size() != 1) {
            return new RequestInput("rows", rows);
        }
        boolean narrower = declared.get(0).datatype() == DataType.FP32 && rows.dataType() == DataType.FP64;
        return new RequestInput(
                declared.get(0).name(),
                narrower ? Tensor.of(rows.toFloats(), rows.shape().toArray()) : rows);
    }

    private static InferenceRuntime runtime(Path repository, ModelFactory factory) {
        return new InferenceRuntime(
                new ServerInfo("convert-check", Version.current(), List.of()),
                new ModelRepository(repository, ModelDefaults.none()),
                factory,
                new RuntimeLimits(0, 1, Duration.ofSeconds(1)));
    }
}
