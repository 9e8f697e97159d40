package dev.inferport.runtime.catboost;

import ai.catboost.CatBoostError;
import dev.inferport.runtime.api.InferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Loads and runs many mutated copies of a model; the last line that it prints says which one it came to. Run by hand
 * with {@code unchecked}, it hands all of them to the library, and shows what the check is for.
 */
final class MutatedFiles {

    static final int COUNT = 3000;
    private static final int CYCLES = 2000;
    private static final int COPIES = 300;

    private MutatedFiles() {}

    public static void main(String[] arguments) throws Exception {
        Fixture fixture = Fixture.of(arguments[1]);
        switch (arguments[0]) {
            case "cycles" -> System.out.println(cycles(fixture));
            case "growth" -> System.out.println(growth(fixture));
            case "one" -> use(mutated(fixture, Integer.parseInt(arguments[2])), fixture, false);
            default -> mutate(fixture, arguments[0].equals("checked"));
        }
    }

    private static void mutate(Fixture fixture, boolean checked) throws IOException, CatBoostError {
        int answered = 0;
        for (int i = 0; i < COUNT; i++) {
            System.out.println("file " + i);
            answered += use(mutated(fixture, i), fixture, checked) ? 1 : 0;
        }
        System.out.println(COUNT + " files, " + answered + " answered");
    }

    private static boolean use(byte[] bytes, Fixture fixture, boolean checked) throws IOException, CatBoostError {
        String format = fixture.file().toString().endsWith(".json") ? "json" : "bin";
        try {
            ModelFacts facts = checked ? ModelFile.check(bytes) : ModelFile.check(fixture.bytes());
            NativeModel model = NativeModel.open(bytes, format, facts);
            if (facts.features().size() == fixture.columns()) {
                model.predict(Rows.of(Models.request(Models.texts(fixture)), facts));
            }
            model.close();
            return true;
        } catch (InvalidCatBoostException | CatBoostError | InferenceException e) {
            if (e.getMessage() == null) {
                throw e;
            }
            return false;
        }
    }

    private static byte[] mutated(Fixture fixture, int seed) {
        byte[] copy = fixture.bytes();
        Random random = new Random(seed);
        int at = random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    copy[random.nextInt(copy.length)] = (byte) random.nextInt();
                }
            }
            case 2 ->
                Arrays.fill(copy, at, Math.min(copy.length, at + 1 + random.nextInt(8)), (byte)
                        (random.nextBoolean() ? 0x7F : 0xFF));
            default -> {
                return Arrays.copyOf(copy, at);
            }
        }
        return copy;
    }

    private static long cycles(Fixture fixture) throws IOException {
        cycle(fixture);
        long before = residentBytes();
        cycle(fixture);
        return residentBytes() - before;
    }

    private static void cycle(Fixture fixture) throws IOException {
        for (int i = 0; i < CYCLES; i++) {
            CatBoostModel model = Models.load(fixture);
            model.predict(Models.request(Models.matrix(fixture)));
            model.unload();
        }
    }

    /** By what share of the size that each copy states the process grows. */
    private static double growth(Fixture fixture) throws IOException {
        List<CatBoostModel> held = new ArrayList<>(List.of(Models.load(fixture)));
        long before = residentBytes();
        for (int i = 0; i < COPIES; i++) {
            held.add(Models.load(fixture));
        }
        double growth = residentBytes() - before;
        return growth / (COPIES * held.get(0).sizeInBytes().orElseThrow());
    }

    private static long residentBytes() throws IOException {
        System.gc();
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * 4096;
    }
}
