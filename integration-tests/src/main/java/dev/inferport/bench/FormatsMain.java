package dev.inferport.bench;

import dev.inferport.bench.FormatReport.Latencies;
import dev.inferport.runtime.api.spi.ModelBackend;
import dev.inferport.servicekit.LogSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares the runtime's own path with the libraries that made the models: first the answers, and only where they are
 * equal the times, then the memory.
 */
@Command(
        name = "bench-formats",
        description = "Compares the runtime with the models' own libraries, in process.",
        mixinStandardHelpOptions = true)
public final class FormatsMain implements Callable<Integer> {

    private static final int BATCH = 64;

    @Option(names = "--models", required = true, description = "folder that bench_formats.py train has filled")
    private Path folder = Path.of("");

    @Option(names = "--python", required = true, description = "Python with the libraries")
    private Path python = Path.of("");

    @Option(names = "--script", required = true, description = "bench_formats.py")
    private Path script = Path.of("");

    @Option(names = "--only", split = ",", description = "formats or ids of models to measure (default: all)")
    private Set<String> only = Set.of();

    @Option(names = "--windows", description = "measurements of each figure (default: ${DEFAULT-VALUE})")
    private int windows = 9;

    @Option(names = "--window-millis", description = "length of a measurement (default: ${DEFAULT-VALUE})")
    private int windowMillis = 200;

    @Option(names = "--warm-up-millis", description = "before the measurements of a figure (default: ${DEFAULT-VALUE})")
    private int warmUpMillis = 800;

    @Option(names = "--copies", description = "loaded copies for the memory of a model (default: ${DEFAULT-VALUE})")
    private int copies = 20;

    private final FormatReport report = new FormatReport(System.out);
    private final Map<SampleModel, Memory> memory = new LinkedHashMap<>();
    private boolean failed;

    private FormatsMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FormatsMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        LogSetup.configure(LogSetup.Format.TEXT, "WARN");
        SampleModels samples = SampleModels.read(folder);
        report.versions(samples.versions());
        report.load("before");
        List<SampleModel> models = measurable(samples);
        report.latencyHeader();
        try (PythonLibraries libraries = PythonLibraries.start(python, script, folder)) {
            for (SampleModel model : models) {
                compare(model, libraries);
            }
        }
        report.memory(models, memory, copies);
        report.load("after");
        return failed ? 1 : 0;
    }

    /** The models whose format is here on both sides; says why the others are left out. */
    private List<SampleModel> measurable(SampleModels samples) {
        Set<String> backends = ServiceLoader.load(ModelBackend.class).stream()
                .map(backend -> backend.get().name())
                .collect(Collectors.toCollection(TreeSet::new));
        samples.skipped().forEach((format, reason) -> report.notMeasured(format, reason));
        List<SampleModel> models = samples.models().stream()
                .filter(model -> only.isEmpty() || only.contains(model.format()) || only.contains(model.id()))
                .toList();
        models.stream()
                .map(SampleModel::format)
                .distinct()
                .filter(format -> !backends.contains(format))
                .forEach(format -> report.notMeasured(format, "the distribution has no such backend"));
        if (!XGBoost4j.isThere()) {
            report.notMeasured("xgboost4j", "it is not on the class path");
        }
        report.notMeasured(
                "lightgbm4j", "it overruns its buffer with models of several classes, which can end the process");
        return models.stream()
                .filter(model -> backends.contains(model.format()))
                .toList();
    }

    private void compare(SampleModel model, PythonLibraries libraries) throws Exception {
        Path repository = Files.createTempDirectory(folder, "repository");
        List<Contender> contenders = new ArrayList<>();
        try (OwnRuntime ours = OwnRuntime.start(model, repository, 1)) {
            ours.load(0, 1);
            contenders.add(ours);
            model.calls().forEach(call -> contenders.add(libraries.contender(model, call)));
            addJavaLibraries(model, contenders);
            Map<Contender, Double> equal = equal(model, contenders);
            if (equal.containsKey(ours)) {
                time(model, equal);
            }
        } catch (CompletionException e) {
            failed = true;
            report.notMeasured(model.id(), String.valueOf(e.getCause()));
            return;
        } finally {
            close(contenders);
        }
        memory.put(model, Memory.measure(model, Files.createTempDirectory(folder, "repository"), libraries, copies));
    }

    private void addJavaLibraries(SampleModel model, List<Contender> contenders) throws Exception {
        switch (model.format()) {
            case "onnx" -> contenders.add(OnnxRuntime.load(model));
            case "catboost" -> contenders.add(CatBoost4j.load(model));
            case "pmml" -> contenders.add(Pmml4s.load(model));
            case "xgboost" -> addXGBoost4j(model, contenders);
            default -> {
                // No library for Java that could be called.
            }
        }
    }

    private void addXGBoost4j(SampleModel model, List<Contender> contenders) {
        if (XGBoost4j.isThere()) {
            try {
                contenders.add(XGBoost4j.load(model));
            } catch (IOException e) {
                report.notMeasured(model.id() + " by xgboost4j", String.valueOf(e.getMessage()));
            }
        }
    }

    /** Those that give what is expected, with their largest difference; ours comes first. */
    private Map<Contender, Double> equal(SampleModel model, List<Contender> contenders) throws Exception {
        Map<Contender, Double> equal = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            double difference = contender.difference();
            if (difference <= model.tolerance()) {
                equal.put(contender, difference);
            } else {
                failed |= contender instanceof OwnRuntime;
                report.notMeasured(model.id() + " by " + contender.name(), "its answers differ by " + difference);
            }
        }
        return equal;
    }

    private void time(SampleModel model, Map<Contender, Double> differences) throws Exception {
        List<Contender> contenders = List.copyOf(differences.keySet());
        Contest contest = new Contest(contenders, Duration.ofMillis(windowMillis), windows);
        List<Measurement> single = contest.run(1, Duration.ofMillis(warmUpMillis));
        List<Measurement> batch = contest.run(BATCH, Duration.ofMillis(warmUpMillis));
        Latencies ours = new Latencies(single.get(0), batch.get(0));
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i);
            double difference = differences.getOrDefault(contender, 0.0);
            report.latency(model, contender, difference, new Latencies(single.get(i), batch.get(i)), ours);
        }
    }

    private static void close(List<Contender> contenders) throws IOException {
        for (Contender contender : contenders) {
            contender.close();
        }
    }
}
