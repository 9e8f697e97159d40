package dev.inferport.runtime.server;

import dev.inferport.runtime.core.IndexEntry;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelDefaults;
import dev.inferport.runtime.core.ModelRepository;
import dev.inferport.runtime.core.ModelState;
import dev.inferport.runtime.core.Plugins;
import dev.inferport.runtime.core.ServerInfo;
import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.ExitCodes;
import dev.inferport.servicekit.LogSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferport validate DIR}: whether a server of this folder would start and load its models. */
@Command(
        name = "validate",
        description = "Checks the settings of a folder and loads its models, without serving them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Prints a line per model: its state, and why it can't be loaded.",
            "Exit codes: 0 everything is in order, 1 a model can't be loaded, 2 wrong usage, 78 wrong settings."
        })
final class Validate implements Callable<Integer> {

    static final int MODEL_FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The model repository (default: MLSERVER_MODELS_DIR, or the working directory).")
    private @Nullable Path folder;

    @Option(
            names = {"-m", "--model"},
            description = "look at this model only; may be repeated")
    private List<String> models = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Map<String, String> environment = DotEnv.under(Path.of(".env"), System.getenv());
            ServerSettings settings = ServerSettings.read(folder, environment);
            // What goes wrong is in the report; the log would say it again.
            LogSetup.configure(settings.log().format(), settings.log().debug() ? "DEBUG" : "ERROR");
            UnsupportedSettings.in(SettingsFile.over(settings.modelsFolder().resolve("settings.json"), environment))
                    .forEach(name -> out.println("ignored  " + name + ": this server has no use for it"));
            return check(settings, environment, out) ? 0 : MODEL_FAILED;
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> spec.commandLine().getErr().println("inferport: " + problem));
            return ExitCodes.BAD_CONFIGURATION;
        } finally {
            out.flush();
        }
    }

    private boolean check(ServerSettings settings, Map<String, String> environment, PrintWriter out) {
        boolean allReady = true;
        try (Plugins plugins = settings.code().openPlugins();
                InferenceRuntime runtime = new InferenceRuntime(
                        new ServerInfo("validate", Version.current(), List.of()),
                        new ModelRepository(settings.modelsFolder(), ModelDefaults.fromEnvironment(environment)),
                        settings.code().factory(plugins),
                        settings.limits())) {
            if (models.isEmpty()) {
                runtime.loadAll().join();
            } else {
                models.forEach(model ->
                        runtime.load(model).exceptionally(failure -> null).join());
            }
            for (IndexEntry entry : runtime.index(false)) {
                if (models.isEmpty() || models.contains(entry.name())) {
                    out.println(line(runtime, entry));
                    allReady &= entry.state() == ModelState.READY;
                }
            }
            for (String missing : missing(runtime)) {
                out.println("FAILED   " + missing + ": the repository has no such model");
                allReady = false;
            }
        }
        return allReady;
    }

    private List<String> missing(InferenceRuntime runtime) {
        List<String> known = runtime.index(false).stream().map(IndexEntry::name).toList();
        return models.stream().filter(model -> !known.contains(model)).toList();
    }

    private static String line(InferenceRuntime runtime, IndexEntry entry) {
        String model = entry.name() + (entry.version().isEmpty() ? "" : ":" + entry.version());
        if (entry.state() != ModelState.READY) {
            return "FAILED   " + model + ": " + entry.reason();
        }
        String size = runtime.metadata(
                        entry.name(), Optional.of(entry.version()).filter(version -> !version.isEmpty()))
                .parameters()
                .get(InferenceRuntime.SIZE_PARAMETER)
                .map(bytes -> " (" + bytes + " bytes)")
                .orElse("");
        return "ok       " + model + size;
    }
}
