package dev.inferport.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.Caller;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much memory or time. The numbers are field numbers and constants of the ONNX format. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OverreachTest {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int BOOL = 9;

    @TempDir
    Path folder;

    @Test
    void aLoopWithoutAnEndEndsWhenNobodyWaitsForIt() throws IOException {
        OnnxModel model = load(write(model(endlessLoop())));
        AtomicInteger looks = new AtomicInteger();
        Caller impatient = new Caller() {
            @Override
            public boolean isWaiting() {
                return looks.incrementAndGet() < 2;
            }

            @Override
            public Optional<Duration> timeLeft() {
                return Optional.empty();
            }
        };
        InferenceRequest request = InferenceRequest.builder("m")
                .input("x", Tensor.of(new float[1], 1))
                .build()
                .askedBy(impatient);

        assertThatThrownBy(() -> model.predict(request))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("terminate");
        assertThat(looks).hasValue(2);
        model.unload();
    }

    @Test
    void functionsThatCallEachOtherTwiceAreRefused() throws IOException {
        ProtoWriter model = model(graph().message(1, node("F25", "f", "x", "y")));
        model.message(25, function("F0").message(7, node("Neg", "", "a", "b")));
        for (int i = 1; i <= 25; i++) {
            String callee = "F" + (i - 1);
            model.message(
                    25,
                    function("F" + i).message(7, node(callee, "f", "a", "m")).message(7, node(callee, "f", "m", "b")));
        }
        Path file = write(model);
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(InvalidOnnxException.class)
                .hasMessageContaining("more than 200000 nodes when each call of a function is replaced");
    }

    @Test
    void functionsThatCallEachOtherInACircleAreRefused() throws IOException {
        ProtoWriter model = model(graph().message(1, node("P", "f", "x", "y")))
                .message(25, function("P").message(7, node("Q", "f", "a", "b")))
                .message(25, function("Q").message(7, node("P", "f", "a", "b")));
        Path file = write(model);
        assertThatThrownBy(() -> load(file)).hasMessageContaining("in a circle");
    }

    @Test
    void dataOutsideTheFolderIsRefusedInFunctionsToo() throws IOException {
        ProtoWriter location = new ProtoWriter().text(1, "location").text(2, "/etc/hostname");
        ProtoWriter tensor =
                new ProtoWriter().number(1, 1).number(2, FLOAT).number(14, 1).message(13, location);
        ProtoWriter value =
                new ProtoWriter().text(1, "value").message(5, tensor).number(20, 4);
        ProtoWriter constant =
                new ProtoWriter().text(2, "b").text(4, "Constant").message(5, value);
        Path file = write(model(graph().message(1, node("C", "f", "x", "y")))
                .message(25, function("C").message(7, constant)));
        assertThatThrownBy(() -> load(file))
                .hasMessageContaining("data in '/etc/hostname' (expected: a file in the model's folder)");
    }

    private static OnnxModel load(Path file) throws IOException {
        return Models.load(Map.of("uri", file.toString()));
    }

    private static ProtoWriter endlessLoop() {
        ProtoWriter body = new ProtoWriter()
                .message(1, node("Identity", "", "ci", "co"))
                .message(1, node("Identity", "", "v", "vo"))
                .text(2, "body")
                .message(11, scalar("i", INT64))
                .message(11, scalar("ci", BOOL))
                .message(11, value("v", FLOAT))
                .message(12, value("co", BOOL))
                .message(12, value("vo", FLOAT));
        ProtoWriter loop = new ProtoWriter()
                .text(1, "m")
                .text(1, "t")
                .text(1, "x")
                .text(2, "y")
                .text(4, "Loop")
                .message(5, new ProtoWriter().text(1, "body").message(6, body).number(20, 5));
        return graph().message(1, loop)
                .message(
                        5,
                        new ProtoWriter().number(2, INT64).number(7, 1L << 62).text(8, "m"))
                .message(5, new ProtoWriter().number(2, BOOL).number(5, 1).text(8, "t"));
    }

    private static ProtoWriter function(String name) {
        return new ProtoWriter()
                .text(1, name)
                .text(4, "a")
                .text(5, "b")
                .message(9, opset("", 18))
                .message(9, opset("f", 1))
                .text(10, "f");
    }

    private static ProtoWriter node(String operator, String domain, String input, String output) {
        return new ProtoWriter()
                .text(1, input)
                .text(2, output)
                .text(4, operator)
                .text(7, domain);
    }

    private static ProtoWriter graph() {
        return new ProtoWriter().text(2, "g").message(11, value("x", FLOAT)).message(12, value("y", FLOAT));
    }

    private static ProtoWriter value(String name, int elementType) {
        ProtoWriter tensor = new ProtoWriter().number(1, elementType);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    private static ProtoWriter scalar(String name, int elementType) {
        ProtoWriter tensor = new ProtoWriter().number(1, elementType).message(2, new ProtoWriter());
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    private static ProtoWriter opset(String domain, int version) {
        return new ProtoWriter().text(1, domain).number(2, version);
    }

    private static ProtoWriter model(ProtoWriter graph) {
        return new ProtoWriter()
                .number(1, 9)
                .message(7, graph)
                .message(8, opset("", 18))
                .message(8, opset("f", 1));
    }

    private Path write(ProtoWriter model) throws IOException {
        return Files.write(folder.resolve("model.onnx"), model.toBytes());
    }
}
