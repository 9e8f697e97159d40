package dev.inferport.runtime.server;

import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.ExitCodes;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.LogSetup;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Parameters;

/** The command line of the runtime. */
@Command(
        name = "inferport",
        description = "A V2 (Open Inference Protocol) model server.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionProvider.class,
        subcommands = {
            Main.Start.class,
            Init.class,
            Validate.class,
            InferBatch.class,
            Bench.class,
            Dockerfile.class,
            Build.class,
            ConvertCheck.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    /** {@code inferport start DIR}. */
    @Command(
            name = "start",
            description = "Serves the models of a folder.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The folder may hold a settings.json. Everything else comes from MLSERVER_* variables.",
                "Exit codes: 0 stopped in order, 2 wrong usage, others: see the last line of the log."
            })
    static final class Start implements Callable<Integer> {

        @Parameters(
                arity = "0..1",
                paramLabel = "DIR",
                description = "The model repository (default: MLSERVER_MODELS_DIR, or the working directory).")
        private @Nullable Path folder;

        @Override
        public Integer call() {
            try {
                Map<String, String> environment = DotEnv.under(Path.of(".env"), System.getenv());
                ServerSettings settings = ServerSettings.read(folder, environment);
                LogSetup.configure(settings.log().format(), settings.log().level());
                UnsupportedSettings.warnOf(
                        SettingsFile.over(settings.modelsFolder().resolve("settings.json"), environment));
                return Lifecycle.run(
                        "runtime",
                        settings.stopBudget(),
                        lifecycle -> RuntimeServer.start(settings, environment, lifecycle));
            } catch (ConfigurationException e) {
                e.problems().forEach(problem -> System.err.println("inferport: " + problem));
                return ExitCodes.BAD_CONFIGURATION;
            }
        }
    }

    /** Reads the version from the jar. */
    static final class VersionProvider implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"inferport " + Version.current()};
        }
    }
}
