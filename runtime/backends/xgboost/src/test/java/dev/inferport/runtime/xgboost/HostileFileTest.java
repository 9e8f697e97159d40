package dev.inferport.runtime.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.inferport.runtime.api.InferenceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is not what it should be is refused, or read as the model that it still is; nothing else happens. */
class HostileFileTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.4.1/categories/model.json",
                "3.4.1/categories/model.ubj",
                "3.4.1/vectors/model.ubj",
                "2.1.4/dart/model.json",
                "1.7.6/dart/model.bst",
                "1.7.6/linear/model.bst"
            })
    void aFileThatEndsEarlyIsRefused(String name) {
        byte[] whole = Fixture.of(name).bytes();
        int end = lastByteThatMatters(name, whole);
        int step = Math.max(1, end / 300);
        assertTimeoutPreemptively(SOON, () -> {
            for (int length = 0; length < end; length += step) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> read(part))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOf(InvalidBoosterException.class)
                        .hasMessageNotContainingAny(": null", "null:");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.4.1/classifier/model.json",
                "3.4.1/categories/model.ubj",
                "3.4.1/vectors/model.json",
                "3.4.1/vectors/model.ubj",
                "1.7.6/dart/model.bst",
                "1.7.6/linear/model.bst"
            })
    void aFlippedBitIsRefusedOrHarmless(String name) {
        byte[] whole = Fixture.of(name).bytes();
        Random random = new Random(1);
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 1500; i++) {
                byte[] flipped = whole.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                readAndUse(flipped);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.1/classifier/model.ubj", "1.7.6/dart/model.bst"})
    void wildNumbersAreRefusedOrHarmless(String name) {
        byte[] whole = Fixture.of(name).bytes();
        Random random = new Random(2);
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 1500; i++) {
                byte[] wild = whole.clone();
                int at = random.nextInt(wild.length - 8);
                Arrays.fill(wild, at, at + 1 + random.nextInt(8), (byte) (random.nextBoolean() ? 0x7F : 0xFF));
                readAndUse(wild);
            }
        });
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> read(noise)).isInstanceOf(InvalidBoosterException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "{\"learner\":", "{\"a\":[", "{\"learner\":{\"attributes\":{\"x\":"})
    void deepNestingInJsonIsRefused(String level) {
        assertThatThrownBy(() -> read(level.repeat(200_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidBoosterException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{i\u0001a"})
    void deepNestingInUbjIsRefused(String level) {
        String document = "{i\u0001a" + level.repeat(200_000);
        assertThatThrownBy(() -> read(document.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessageContaining("more than 64 objects and arrays");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "l", "L", "U", "Z", "T"})
    void aHugeArrayInUbjIsRefusedBeforeItIsAllocated(String type) throws IOException {
        for (String field : new String[] {"tree_info", "weight_drop", "other"}) {
            for (long length : new long[] {Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -1}) {
                byte[] document = modelWithArray(field, type, length);
                assertThatThrownBy(() -> read(document))
                        .as("%s %d", field, length)
                        .isInstanceOf(InvalidBoosterException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "-2147483648", "99999999999", "", "4e9", "NaN", "1073741824"})
    void wildParametersInJsonAreRefusedOrHarmless(String number) throws IOException {
        String json = new String(Fixture.of("3.4.1/softprob/model.json").bytes(), StandardCharsets.UTF_8);
        for (String name : new String[] {
            "num_class", "num_target", "num_feature", "num_parallel_tree", "size_leaf_vector", "base_score"
        }) {
            String wild = json.replaceAll("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":\"" + number + "\"");
            readAndUse(wild.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aTreeThatLeadsBackIsRefusedByItsNumber() {
        String json = new String(Fixture.of("3.4.1/squarederror/model.json").bytes(), StandardCharsets.UTF_8);
        String loop = json.replaceFirst("\"left_children\":\\[1,", "\"left_children\":[0,");
        assertThatThrownBy(() -> read(loop.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessage("tree 0: node 0: another way leads to its child 0 already");
    }

    /** A split whose category has a large number takes megabytes for each mention of it. */
    @Test
    void setsOfCategoriesAreInProportionToTheFile() {
        int splits = 300;
        StringBuilder left = new StringBuilder();
        StringBuilder right = new StringBuilder();
        StringBuilder types = new StringBuilder();
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < splits; i++) {
            left.append(2 * i + 1).append(",-1,");
            right.append(2 * i + 2).append(",-1,");
            types.append("1,0,");
            nodes.append(2 * i).append(i < splits - 1 ? "," : "");
        }
        int count = 2 * splits + 1;
        String tree = "{\"left_children\":[" + left + "-1],\"right_children\":[" + right + "-1],\"split_indices\":["
                + list(0, count) + "],\"split_conditions\":[" + list(0, count) + "],\"default_left\":[" + list(0, count)
                + "],\"split_type\":[" + types + "0],\"categories\":[16777215],\"categories_nodes\":[" + nodes
                + "],\"categories_segments\":[" + list(0, splits) + "],\"categories_sizes\":[" + list(1, splits) + "]}";
        assertThatThrownBy(() -> read(model(tree)))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessageContaining("categories: their sets take more than");
    }

    @Test
    void leavesDoNotShareAVector() {
        String tree = "{\"left_children\":[1,-1,-1],\"right_children\":[2,0,0],\"split_indices\":[0,0,0],"
                + "\"split_conditions\":[0,0,0],\"default_left\":[0,0,0],\"leaf_weights\":[1,2],"
                + "\"tree_param\":{\"size_leaf_vector\":\"2\"}}";
        assertThatThrownBy(() -> read(model(tree)))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessageContaining("'leaf_weights' has 2 elements (expected: 2 for each of 2 leaves)");
    }

    @Test
    void manyRowsOfNoFeaturesAreRefused() throws IOException {
        String json =
                "{\"learner\":{\"gradient_booster\":{\"name\":\"gbtree\",\"model\":{\"trees\":[],\"tree_info\":[]}},"
                        + "\"learner_model_param\":{\"num_class\":\"4096\",\"num_feature\":\"0\",\"base_score\":\"0.5\"},"
                        + "\"objective\":{\"name\":\"multi:softprob\"}}}";
        Booster booster = read(json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> booster.predict(new float[0], Integer.MAX_VALUE / 4096))
                .isInstanceOf(InferenceException.class)
                .hasMessageEndingWith("send fewer rows in a request");
    }

    private static byte[] model(String tree) {
        return ("{\"learner\":{\"gradient_booster\":{\"name\":\"gbtree\",\"model\":{\"trees\":[" + tree
                        + "],\"tree_info\":[0]}}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String list(int element, int count) {
        return String.join(",", Collections.nCopies(count, String.valueOf(element)));
    }

    @Test
    void anUnknownObjectiveIsRefusedByName() {
        String json = new String(Fixture.of("3.4.1/squarederror/model.json").bytes(), StandardCharsets.UTF_8);
        String other = json.replace("reg:squarederror", "reg:somethingnew");
        assertThatThrownBy(() -> read(other.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessageStartingWith("objective: 'reg:somethingnew' (expected: one of reg:squarederror, ");
    }

    @Test
    void aPickleIsNamedAsSuch() {
        assertThatThrownBy(() -> read(new byte[] {(byte) 0x80, 4, (byte) 0x95, 0, 0, 0, 0, 0}))
                .isInstanceOf(InvalidBoosterException.class)
                .hasMessageContaining("save_model()");
    }

    /** What follows is not needed: closing braces, evaluation metrics, linear models' trailing attributes. */
    private static int lastByteThatMatters(String name, byte[] whole) {
        return name.endsWith(".bst") ? whole.length * 9 / 10 : whole.length;
    }

    private static void readAndUse(byte[] content) throws IOException {
        try {
            Booster booster = read(content);
            if (booster.features() < 1000 && booster.outputs() < 10_000) {
                float[] rows = new float[3 * booster.features()];
                assertThat(booster.predict(rows, 3)).hasSize(3 * booster.predictionColumns());
            }
        } catch (InvalidBoosterException e) {
            assertThat(e).hasMessageNotContainingAny(": null", "null:");
        }
    }

    private static Booster read(byte[] content) throws IOException {
        return BoosterFile.read(new ByteArrayInputStream(content), content.length);
    }

    private static byte[] modelWithArray(String field, String type, long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String name : new String[] {"learner", "gradient_booster", "model", field}) {
            out.writeBytes("{L");
            out.writeLong(name.length());
            out.writeBytes(name);
        }
        out.writeBytes("[$" + type + "#L");
        out.writeLong(length);
        out.writeBytes("and some bytes more");
        return bytes.toByteArray();
    }
}
