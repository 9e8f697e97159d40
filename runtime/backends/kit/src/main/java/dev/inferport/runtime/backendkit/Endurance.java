package dev.inferport.runtime.backendkit;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.MLModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of a whole process: that it outlives damaged files, and that it gives back what models took. The main
 * method's arguments are the class of the backend's test, a folder, and which of the two it is; the last line printed
 * is the result, the lines before say how far it came.
 */
final class Endurance {

    static final int FILES = 1000;
    static final String DAMAGED_FILES = "damaged-files";
    static final String UNLOADED_MODELS = "unloaded-models";

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MODELS = 200;

    private final Backend backend = Backend.find();
    private final Sample sample;
    private final Path folder;

    private Endurance(Sample sample, Path folder) {
        this.sample = sample;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        Sample sample = ((BackendKit) constructor.newInstance()).sample();
        Endurance endurance = new Endurance(sample, Path.of(arguments[1]));
        System.out.println(arguments[2].equals(DAMAGED_FILES) ? endurance.damagedFiles() : endurance.unloadedModels());
        System.exit(0);
    }

    private String damagedFiles() throws Exception {
        byte[] whole = Files.readAllBytes(sample.file());
        Path file = folder.resolve(sample.file().getFileName());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        use(Files.write(file, whole));
        int refused = 0;
        for (int seed = 0; seed < FILES; seed++) {
            System.out.println("file " + seed);
            Files.write(file, Mutation.of(whole, seed));
            long before = threads.getCurrentThreadCpuTime();
            refused += isRefused(file) ? 1 : 0;
            // Processor time: a machine that is busy otherwise is no fault of the file's.
            if (threads.getCurrentThreadCpuTime() - before > MOST_NANOS) {
                throw new IllegalStateException("file " + seed + " took more than a second");
            }
        }
        double[] answer = Backend.predict(backend.load(sample.file()), sample, sample.row(0))
                .toDoubles();
        return FILES + " files, " + refused + " refused, answers on: " + (answer.length == sample.columns())
                + ", most memory: " + mostResidentMebibytes() + " MiB";
    }

    /** Whether the file is refused as it should be; another exception is the caller's. */
    private boolean isRefused(Path file) throws Exception {
        try {
            use(file);
            return false;
        } catch (IOException | InferenceException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw e;
            }
            return true;
        }
    }

    private void use(Path file) throws Exception {
        MLModel model = backend.create(file);
        try {
            model.load();
            Backend.predict(model, sample, sample.inputs());
        } finally {
            model.unload();
        }
    }

    /** By how many MiB the process grows while it holds on to models that were loaded and unloaded. */
    private String unloadedModels() throws Exception {
        List<MLModel> unloaded = new ArrayList<>();
        cycle(unloaded, MODELS / 2);
        long before = residentMebibytes();
        cycle(unloaded, MODELS);
        return Long.toString(residentMebibytes() - before);
    }

    private void cycle(List<MLModel> unloaded, int models) throws Exception {
        for (int i = 0; i < models; i++) {
            MLModel model = backend.load(sample.file());
            Backend.predict(model, sample, sample.row(0));
            model.unload();
            unloaded.add(model);
        }
    }

    private static long residentMebibytes() throws IOException {
        System.gc();
        return status("VmRSS:");
    }

    private static long mostResidentMebibytes() throws IOException {
        return status("VmHWM:");
    }

    /** A line of what Linux says of this process; 0 on other systems. */
    private static long status(String name) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .flatMap(line -> Arrays.stream(line.split("\\s+", -1)).skip(1).limit(1))
                .mapToLong(kibibytes -> Long.parseLong(kibibytes) / 1024)
                .findFirst()
                .orElse(0);
    }
}
