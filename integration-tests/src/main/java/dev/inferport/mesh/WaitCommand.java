package dev.inferport.mesh;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wait}: returns when the mesh serves. */
@Command(name = "wait", mixinStandardHelpOptions = true, description = "Waits until the mesh serves.")
final class WaitCommand implements Callable<Integer> {

    @Mixin
    private MeshAddress mesh = new MeshAddress();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds = 180;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (var client = mesh.connect()) {
            client.awaitServing(Duration.ofSeconds(seconds));
            return 0;
        } catch (StatusRuntimeException e) {
            spec.commandLine()
                    .getErr()
                    .println("The mesh at " + mesh.endpoint() + " did not answer within " + seconds + " s.");
            return 1;
        }
    }
}
