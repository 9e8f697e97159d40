package dev.inferport.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infer}: sends a V2 JSON request over gRPC. */
@Command(
        name = "infer",
        mixinStandardHelpOptions = true,
        description = "Sends the V2 JSON request of a file to a model over gRPC and prints the answer as JSON.")
final class InferCommand implements Callable<Integer> {

    @Mixin
    private MeshAddress mesh = new MeshAddress();

    @Option(names = "--id", required = true, description = "id of the model")
    private String id = "";

    @Option(
            names = "--request",
            required = true,
            paramLabel = "FILE",
            description = "a V2 REST request body, or an example file with one")
    private Path file = Path.of("");

    @Option(names = "--raw", description = "send tensors as raw bytes instead of typed contents")
    private boolean raw;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "deadline (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var json = new ObjectMapper();
        var body = ExampleModel.requestBody(json.readTree(Files.readAllBytes(file)));
        try (var client = mesh.connect()) {
            var response = client.infer(id, V2Json.request(body, id, raw), Duration.ofSeconds(seconds));
            spec.commandLine()
                    .getOut()
                    .println(json.writerWithDefaultPrettyPrinter().writeValueAsString(V2Json.response(response)));
        }
        return 0;
    }
}
