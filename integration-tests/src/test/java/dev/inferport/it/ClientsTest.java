package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others have written, as far as this machine has them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsTest {

    private static final String INPUTS =
            "\"inputs\": [{\"name\": \"x\", \"shape\": [1, 3], \"datatype\": \"FP32\", \"data\": [1.5, 2, -3]}]";

    private LoneRuntime runtime;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path jar = LoneRuntime.echoModel(folder);
        runtime = LoneRuntime.start(
                folder, folder.resolve("models"), Map.of("INFERPORT_MODELS_CLASSPATH", jar.toString()));
    }

    @AfterAll
    void stop() {
        runtime.close();
    }

    @TestFactory
    List<DynamicTest> curl() {
        List<DynamicTest> tests = new ArrayList<>();
        Tools.find("curl").ifPresent(curl -> {
            String base = "http://127.0.0.1:" + runtime.rest();
            tests.add(curl("the server is live", curl, "\"live\":true", base + "/v2/health/live"));
            tests.add(curl("the server is ready", curl, "\"ready\":true", base + "/v2/health/ready"));
            tests.add(curl("the server tells its name", curl, "\"name\":\"inferport\"", base + "/v2"));
            tests.add(curl("the model is ready", curl, "\"ready\":true", base + "/v2/models/echo/ready"));
            tests.add(curl("the model tells its inputs", curl, "\"shape\":[-1,3]", base + "/v2/models/echo"));
            tests.add(curl(
                    "the model answers",
                    curl,
                    "\"data\":[1.5,2.0,-3.0]",
                    "-H",
                    "Content-Type: application/json",
                    base + "/v2/models/echo/infer",
                    "-d",
                    "{" + INPUTS + "}"));
            tests.add(curl(
                    "a compressed answer",
                    curl,
                    "\"id\":\"7\"",
                    "--compressed",
                    base + "/v2/models/echo/infer",
                    "-d",
                    "{\"id\": \"7\", " + INPUTS + "}"));
            tests.add(curl("the repository", curl, "\"state\":\"READY\"", "-d", "{}", base + "/v2/repository/index"));
        });
        return tests;
    }

    @TestFactory
    List<DynamicTest> grpcurlThroughReflection() {
        List<DynamicTest> tests = new ArrayList<>();
        Tools.find("grpcurl").ifPresent(grpcurl -> {
            String address = "127.0.0.1:" + runtime.grpc();
            String service = "inference.GRPCInferenceService";
            String program = grpcurl.toString();
            tests.add(says("list", service, program, "-plaintext", address, "list"));
            tests.add(says("describe", "rpc ModelInfer", program, "-plaintext", address, "describe", service));
            tests.add(says("health", "SERVING", program, "-plaintext", address, "grpc.health.v1.Health/Check"));
            String request =
                    "{\"model_name\": \"echo\", \"inputs\": [{\"name\": \"x\", \"shape\": [1, 2], \"datatype\":"
                            + " \"FP32\", \"contents\": {\"fp32_contents\": [1.5, 2]}}]}";
            tests.add(says("infer", "1.5", program, "-plaintext", "-d", request, address, service + "/ModelInfer"));
        });
        return tests;
    }

    @TestFactory
    List<DynamicTest> tritonclient() {
        List<DynamicTest> tests = new ArrayList<>();
        Tools.pythonWith("tritonclient.grpc.aio, tritonclient.http.aio")
                .ifPresent(python -> tests.add(says(
                        "HTTP in JSON and binary, gRPC, and both with asyncio",
                        "all answers are as expected",
                        python.toString(),
                        "src/clients/triton_client.py",
                        "127.0.0.1:" + runtime.rest(),
                        "127.0.0.1:" + runtime.grpc(),
                        "echo")));
        return tests;
    }

    private static DynamicTest curl(String name, Path curl, String expected, String... arguments) {
        List<String> command = new ArrayList<>(List.of(curl.toString(), "-sS", "--fail-with-body"));
        command.addAll(Arrays.asList(arguments));
        return says(name, expected, command.toArray(String[]::new));
    }

    private static DynamicTest says(String name, String expected, String... command) {
        return dynamicTest(name, () -> {
            Tools.Outcome outcome = Tools.run(Arrays.asList(command));
            assertThat(outcome.output()).contains(expected);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        });
    }
}
