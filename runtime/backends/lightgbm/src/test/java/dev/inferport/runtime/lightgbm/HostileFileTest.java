package dev.inferport.runtime.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is not what it should be is refused, or read as the model that it still is; nothing else happens. */
class HostileFileTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern NUMBER = Pattern.compile("(?<=[= ])-?\\d\\S*");
    private static final Pattern LINE = Pattern.compile("(?m)^.*\\n");
    private static final String[] WILD = {
        "0",
        "-1",
        "1",
        "2147483647",
        "-2147483648",
        "2147483646",
        "4294967295",
        "99999999999999",
        "1e308",
        "-1e308",
        "nan",
        "inf",
        "",
        " ",
        "0 0 0 0",
        "=",
        "-",
        "1.5",
        "\u0000"
    };

    @ParameterizedTest
    @ValueSource(strings = {"2.2.3/binary", "3.3.5/categories", "4.7.0/linear-missing", "4.7.0/multiclass"})
    void aFileThatEndsEarlyIsRefused(String name) {
        String whole = Fixture.of(name).text();
        int end = whole.indexOf("end of trees") + "end of trees".length();
        assertTimeoutPreemptively(SOON, () -> {
            for (int length = 0; length < end; length += 7) {
                String part = whole.substring(0, length);
                assertThatThrownBy(() -> Models.read(part))
                        .as("%d of %d characters", length, whole.length())
                        .isInstanceOf(InvalidBoosterException.class)
                        .hasMessageNotContainingAny(": null", "null:");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.3.5/multiclassova", "4.7.0/categories", "4.7.0/linear-missing", "4.7.0/forest"})
    void aFlippedBitIsRefusedOrHarmless(String name) {
        String whole = model(name);
        Random random = new Random(1);
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 1500; i++) {
                StringBuilder flipped = new StringBuilder(whole);
                int at = random.nextInt(whole.length());
                flipped.setCharAt(at, (char) (whole.charAt(at) ^ 1 << random.nextInt(8)));
                readAndUse(flipped.toString());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.3.5/multiclassova", "4.7.0/categories", "4.7.0/linear-missing", "4.7.0/forest"})
    void wildNumbersAreRefusedOrHarmless(String name) {
        String whole = model(name);
        List<MatchResult> numbers = NUMBER.matcher(whole).results().toList();
        Random random = new Random(2);
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 1500; i++) {
                MatchResult number = numbers.get(random.nextInt(numbers.size()));
                String wild = WILD[random.nextInt(WILD.length)];
                readAndUse(whole.substring(0, number.start()) + wild + whole.substring(number.end()));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.7.0/multiclass", "4.7.0/categories", "4.7.0/linear-missing"})
    void linesThatAreLostOrDoubledOrSwappedAreRefusedOrHarmless(String name) {
        String whole = model(name);
        List<MatchResult> lines = LINE.matcher(whole).results().toList();
        Random random = new Random(3);
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 1000; i++) {
                MatchResult line = lines.get(random.nextInt(lines.size()));
                String other = lines.get(random.nextInt(lines.size())).group();
                String instead = List.of("", line.group() + line.group(), other).get(random.nextInt(3));
                readAndUse(whole.substring(0, line.start()) + instead + whole.substring(line.end()));
            }
        });
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            StringBuilder noise = new StringBuilder(random.nextBoolean() ? "tree\n" : "");
            random.ints(random.nextInt(500), 0, 256).forEach(c -> noise.append((char) c));
            assertThatThrownBy(() -> Models.read(noise.toString())).isInstanceOf(InvalidBoosterException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"num_class", "num_tree_per_iteration", "max_feature_idx", "num_leaves", "num_cat", "is_linear"})
    void aSizeThatIsOnlyClaimedIsRefusedBeforeAnythingIsAllocated(String field) {
        String whole = model("4.7.0/categories");
        for (int claimed : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, 1 << 30, -1, Integer.MIN_VALUE}) {
            String wild = whole.replaceFirst("(?m)^" + field + "=.*", field + "=" + claimed);
            assertThatThrownBy(() -> Models.read(wild)).as("%d", claimed).isInstanceOf(InvalidBoosterException.class);
        }
    }

    @Test
    void manyClassesWithoutTreesAreRefused() {
        String whole = model("4.7.0/custom-multi");
        String wild = whole.substring(0, whole.indexOf("tree_sizes="))
                .replaceFirst("num_class=3", "num_class=1000000000")
                .replaceFirst("num_tree_per_iteration=3", "num_tree_per_iteration=1000000000");
        assertThatThrownBy(() -> Models.read(wild + "\nend of trees\n"))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessage("num_class: 1000000000 (expected: at most 4096 for a model of 0 trees)");
    }

    @Test
    void aTreeThatIsTooDeepIsRefused() {
        int splits = 200_000;
        StringBuilder left = new StringBuilder();
        StringBuilder right = new StringBuilder();
        for (int split = 0; split < splits; split++) {
            left.append(split == splits - 1 ? -splits - 1 : split + 1).append(' ');
            right.append(-split - 1).append(' ');
        }
        String tree = "Tree=0\nnum_leaves=" + (splits + 1) + "\nnum_cat=0\nsplit_feature=" + "0 ".repeat(splits)
                + "\nthreshold=" + "0 ".repeat(splits) + "\nleft_child=" + left + "\nright_child=" + right
                + "\nleaf_value=" + "1 ".repeat(splits + 1) + "\n\nend of trees\n";
        String header = model("4.7.0/regression");
        assertThatThrownBy(() ->
                        Models.read(header.substring(0, header.indexOf("tree_sizes=")) + "tree_sizes=1\n\n" + tree))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessage("tree 0: depth: 200000 (expected: at most 4096)");
    }

    /** The text up to the end of the trees; the rest is not read. */
    private static String model(String name) {
        String whole = Fixture.of(name).text();
        return whole.substring(0, whole.indexOf("end of trees")) + "end of trees\n";
    }

    private static void readAndUse(String text) throws IOException {
        try {
            Booster booster = Models.read(text);
            double[] rows = new double[3 * booster.features()];
            assertThat(booster.predict(rows, 3)).hasSize(3 * booster.outputs());
        } catch (InvalidBoosterException e) {
            assertThat(e).hasMessageNotContainingAny(": null", "null:");
        }
    }
}
