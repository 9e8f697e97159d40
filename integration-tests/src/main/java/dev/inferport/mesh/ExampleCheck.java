package dev.inferport.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** Runs one example after the other and prints what went over the wire. */
final class ExampleCheck {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final MeshClient mesh;
    private final RestClient rest;
    private final ObjectMapper json;
    private final Storage storage;
    private final PrintWriter out;

    /**
     * Where the adapter finds the examples.
     *
     * @param key of its storage configuration
     * @param zipped whether each folder is a {@code .zip} there
     */
    record Storage(String key, boolean zipped) {}

    ExampleCheck(MeshClient mesh, RestClient rest, ObjectMapper json, Storage storage, PrintWriter out) {
        this.mesh = mesh;
        this.rest = rest;
        this.json = json;
        this.storage = storage;
        this.out = out;
    }

    /** Whether the model loads and answers alike in every encoding. */
    boolean passes(ExampleModel example) throws InterruptedException {
        out.println();
        out.println(example.id() + " (" + example.type() + ")");
        try {
            var status = mesh.register(example.id(), example.info(storage.key(), storage.zipped(), json), true);
            out.println("  load     " + RegisterCommand.describe(status));
            if (status.getStatus() != ModelStatus.LOADED) {
                return false;
            }
            out.println("  request  " + example.request());
            var typed = agrees("gRPC", example, overGrpc(example, false));
            var raw = agrees("gRPC raw", example, overGrpc(example, true));
            var overRest = agrees("REST", example, rest.infer(example.id(), example.request()));
            return typed && raw && overRest;
        } catch (StatusRuntimeException | IOException e) {
            out.println("  failed   " + Failures.sentence(e));
            return false;
        } finally {
            out.flush();
        }
    }

    private JsonNode overGrpc(ExampleModel example, boolean raw) {
        var request = V2Json.request(example.request(), example.id(), raw);
        return V2Json.response(mesh.infer(example.id(), request, DEADLINE));
    }

    private boolean agrees(String way, ExampleModel example, JsonNode answer) {
        out.printf("  %-8s %s%n", way, answer);
        var difference = JsonExpectation.firstDifference(example.expected(), answer);
        difference.ifPresent(text -> out.println("  differs  " + text));
        return difference.isEmpty();
    }
}
