package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.InferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Loads and runs many mutated copies of a model; the last line that it prints says which one it came to. */
final class MutatedFiles {

    static final int COUNT = 1200;

    private MutatedFiles() {}

    public static void main(String[] arguments) throws IOException {
        Fixture fixture = Fixture.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        try (Stream<Path> files = Files.list(fixture.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        byte[] whole = Files.readAllBytes(fixture.file());
        Random random = new Random(7);
        int loaded = 0;
        int answered = 0;
        for (int i = 0; i < COUNT; i++) {
            System.out.println("file " + i);
            Files.write(folder.resolve("model.onnx"), mutated(whole, random));
            OnnxModel model = new OnnxModel(Models.settings(Map.of("uri", folder.toString())));
            try {
                model.load();
                loaded++;
                model.predict(fixture.request());
                answered++;
            } catch (IOException | InferenceException e) {
                if (e.getMessage() == null) {
                    throw e;
                }
            } finally {
                model.unload();
            }
        }
        System.out.println(COUNT + " files, " + loaded + " loaded, " + answered + " answered");
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] copy = whole.clone();
        int at = random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 ->
                random.ints(1 + random.nextInt(8))
                        .forEach(value -> copy[Math.floorMod(value, copy.length)] = (byte) (value >>> 24));
            case 2 ->
                Arrays.fill(copy, at, Math.min(copy.length, at + 1 + random.nextInt(8)), (byte)
                        (random.nextBoolean() ? 0x7F : 0xFF));
            default -> {
                return Arrays.copyOf(copy, at);
            }
        }
        return copy;
    }
}
