package dev.inferport.runtime.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inferport infer}: a file of requests in, a file of answers out. */
@Command(
        name = "infer",
        description = "Has a server answer a file of requests, one V2 request in JSON per line.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The output has a line per request, in the order of the answers; parameters.batch_index is the line of the",
            "request, counted from 0. What failed has an error in place of outputs. Each option may also come from a",
            "variable, such as MLSERVER_INFER_URL.",
            "Exit codes: 0 everything answered, 1 something failed, 2 wrong usage, 3 a file can't be read or written."
        })
final class InferBatch implements Callable<Integer> {

    static final int SOME_FAILED = 1;
    static final int UNREADABLE = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-u", "--url"},
            defaultValue = "${env:MLSERVER_INFER_URL:-localhost:8002}",
            description = "host and port of the server's REST front, or the URL of a proxy (default: localhost:8002)")
    private String url = "";

    @Option(
            names = {"-m", "--model-name"},
            required = true,
            defaultValue = "${env:MLSERVER_INFER_MODEL_NAME}",
            description = "who answers")
    private String model = "";

    @Option(
            names = {"-i", "--input-data-path"},
            required = true,
            defaultValue = "${env:MLSERVER_INFER_INPUT_DATA_PATH}",
            description = "the requests")
    private Path input = Path.of("");

    @Option(
            names = {"-o", "--output-data-path"},
            required = true,
            defaultValue = "${env:MLSERVER_INFER_OUTPUT_DATA_PATH}",
            description = "the answers; replaced unless --resume is given")
    private Path output = Path.of("");

    @Option(
            names = {"-w", "--workers"},
            defaultValue = "${env:MLSERVER_INFER_WORKERS:-10}",
            description = "calls in progress (default: 10)")
    private int workers;

    @Option(
            names = {"-r", "--retries"},
            defaultValue = "${env:MLSERVER_INFER_RETRIES:-3}",
            description = "further attempts after a lost connection, or the status 429, 502, 503 or 504 (default: 3)")
    private int retries;

    @Option(
            names = {"-s", "--batch-size"},
            defaultValue = "${env:MLSERVER_INFER_BATCH_SIZE:-1}",
            description = "requests that go in one call, as far as they are alike (default: 1)")
    private int batchSize;

    @Option(
            names = {"-t", "--transport"},
            defaultValue = "${env:MLSERVER_INFER_CONNECTION_TYPE:-rest}",
            description = "rest, the only one")
    private String transport = "";

    @Option(
            names = {"-H", "--request-headers"},
            defaultValue = "${env:MLSERVER_INFER_REQUEST_HEADERS}",
            description = "'Name: value'; may be repeated")
    private List<String> headers = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "${env:MLSERVER_INFER_CONNECTION_TIMEOUT:-60}",
            description = "seconds for a call (default: 60)")
    private double timeout;

    @Option(
            names = "--batch-interval",
            defaultValue = "${env:MLSERVER_INFER_BATCH_INTERVAL:-0}",
            description = "seconds between the starts of calls (default: 0)")
    private double interval;

    @Option(
            names = "--batch-jitter",
            defaultValue = "${env:MLSERVER_INFER_BATCH_JITTER:-0}",
            description = "up to so many seconds more, at random (default: 0)")
    private double jitter;

    @Option(names = "--use-ssl", defaultValue = "${env:MLSERVER_INFER_USE_SSL:-false}", description = "call over TLS")
    private boolean tls;

    @Option(
            names = "--insecure",
            defaultValue = "${env:MLSERVER_INFER_INSECURE:-false}",
            description = "believe any certificate")
    private boolean insecure;

    @Option(names = "--resume", description = "keep the answers that the output has, and ask for the others")
    private boolean resume;

    @Option(
            names = {"-v", "--verbose", "-vv", "--extra-verbose"},
            description = "name each request that fails")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "show no progress, only the summary")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        checkUsage();
        PrintWriter err = spec.commandLine().getErr();
        BatchProgress progress = new BatchProgress(err, !quiet, verbose);
        try (BatchClient client = BatchClient.open(url, model, tls, insecure, headers, timeout(), retries)) {
            new BatchJob(input, output, workers, batchSize, new BatchPace(interval, jitter), client, progress)
                    .run(resume);
            err.println(progress.summary());
            return progress.failed() == 0 ? 0 : SOME_FAILED;
        } catch (IOException e) {
            err.println("inferport: " + e);
            return UNREADABLE;
        } finally {
            err.flush();
        }
    }

    private Duration timeout() {
        return Duration.ofMillis((long) (timeout * 1000));
    }

    private void checkUsage() {
        require(transport.equals("rest"), "--transport", transport, "rest; this command has no other");
        require(workers > 0, "--workers", workers, "at least 1");
        require(batchSize > 0, "--batch-size", batchSize, "at least 1");
        require(retries >= 0, "--retries", retries, "at least 0");
        require(timeout > 0, "--timeout", timeout, "more than 0");
        require(interval >= 0 && jitter >= 0, "--batch-interval and --batch-jitter", interval + ", " + jitter, ">= 0");
        for (String header : headers) {
            require(header.indexOf(':') > 0, "--request-headers", header, "'Name: value'");
        }
    }

    private void require(boolean ok, String option, Object value, String expected) {
        if (!ok) {
            throw new ParameterException(spec.commandLine(), option + ": " + value + " (expected: " + expected + ")");
        }
    }
}
