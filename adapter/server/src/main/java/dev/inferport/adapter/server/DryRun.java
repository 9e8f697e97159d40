package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.RuntimeLayout;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.ExitCodes;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows the layout that a model would get, and changes nothing. */
final class DryRun {

    @Option(names = "--dry-run", required = true, description = "Print the layout that a model would get, and end.")
    private boolean wanted;

    @Option(names = "--model", required = true, paramLabel = "PATH", description = "Its file or folder.")
    private Path model = Path.of("");

    @Option(names = "--type", paramLabel = "TYPE", description = "Its format, such as sklearn.")
    private String type = "";

    @Option(names = "--schema", paramLabel = "FILE", description = "A schema that overrides inputs and outputs.")
    private @Nullable Path schema;

    @Option(names = "--id", paramLabel = "ID", description = "Its id in the mesh; model unless given.")
    private String id = "model";

    int print(Environment environment, PrintStream out, PrintStream err) {
        try {
            var folders = AdapterSettings.Folders.from(environment);
            var formats = AdapterSettings.formats(environment);
            environment.check();
            out.print(new RuntimeLayout(folders.models(), formats)
                    .describe(ModelId.of(id), type, model, Optional.ofNullable(schema)));
            return wanted ? ExitCodes.OK : ExitCodes.START_FAILED;
        } catch (LoadException e) {
            err.println(e.reason() + ": " + e.sentence());
            return ExitCodes.START_FAILED;
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return ExitCodes.BAD_CONFIGURATION;
        }
    }
}
