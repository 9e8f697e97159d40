package dev.inferport.mesh;

import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code register}: adds a model and loads it. */
@Command(name = "register", mixinStandardHelpOptions = true, description = "Registers a model and loads it.")
final class RegisterCommand implements Callable<Integer> {

    @Mixin
    private MeshAddress mesh = new MeshAddress();

    @Option(names = "--id", required = true, description = "id of the model")
    private String id = "";

    @Option(names = "--path", required = true, description = "path of the model in its storage")
    private String path = "";

    @Option(names = "--type", required = true, description = "model format, such as xgboost")
    private String type = "";

    @Option(
            names = "--key",
            paramLabel = "JSON",
            description = "model key: storage_key, storage_params, schema_path, …")
    private String key = "";

    @Option(names = "--sync", description = "answer when the load has ended")
    private boolean sync;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var info =
                ModelInfo.newBuilder().setType(type).setPath(path).setKey(key).build();
        try (var client = mesh.connect()) {
            var status = client.register(id, info, sync);
            spec.commandLine().getOut().println(describe(status));
            return status.getStatus() == ModelStatus.LOADING_FAILED ? 1 : 0;
        }
    }

    static String describe(ModelStatusInfo status) {
        return status.getErrorsCount() == 0
                ? status.getStatus().name()
                : status.getStatus() + " " + String.join("; ", status.getErrorsList());
    }
}
