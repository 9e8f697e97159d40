package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prints by how many bytes this process grows while it loads models or answers requests. */
final class MemoryUse {

    static final int MODELS = 100;
    private static final int CYCLES = 200;
    private static final int REQUESTS = 5_000;

    private MemoryUse() {}

    public static void main(String[] arguments) throws IOException {
        Fixture fixture = Fixture.of(arguments[1]);
        System.out.println(
                switch (arguments[0]) {
                    case "cycles" -> cycles(fixture);
                    case "requests" -> requests(fixture);
                    default -> many(fixture);
                });
    }

    private static long cycles(Fixture fixture) throws IOException {
        cycle(fixture, CYCLES / 4);
        long before = residentBytes();
        cycle(fixture, CYCLES);
        return residentBytes() - before;
    }

    private static void cycle(Fixture fixture, int cycles) throws IOException {
        for (int i = 0; i < cycles; i++) {
            OnnxSession session = open(fixture);
            session.run(fixture.request());
            session.close();
        }
    }

    /** In the library, also where the graph is one that is compiled. */
    private static OnnxSession open(Fixture fixture) throws IOException {
        return OnnxSession.open(
                fixture.file(), SessionThreads.of(ModelSettings.builder("m").build()), OnnxFile.read(fixture.file()));
    }

    private static long requests(Fixture fixture) throws IOException {
        OnnxModel model = Models.load(fixture);
        ask(model, fixture);
        long before = residentBytes();
        ask(model, fixture);
        long growth = residentBytes() - before;
        model.unload();
        return growth;
    }

    private static void ask(OnnxModel model, Fixture fixture) {
        for (int i = 0; i < REQUESTS; i++) {
            model.predict(fixture.request());
        }
    }

    private static long many(Fixture fixture) throws IOException {
        OnnxSession first = open(fixture);
        List<OnnxSession> sessions = new ArrayList<>(List.of(first));
        long before = residentBytes();
        for (int i = 0; i < MODELS; i++) {
            sessions.add(open(fixture));
        }
        long growth = residentBytes() - before;
        for (OnnxSession session : sessions) {
            session.close();
        }
        return growth;
    }

    private static long residentBytes() throws IOException {
        System.gc();
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * 4096;
    }
}
