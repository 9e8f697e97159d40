package dev.inferport.runtime.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.inferport.runtime.api.InferenceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is not what it should be is refused, or used as the model that it still is; nothing else happens. */
class HostileFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE PMML>",
                "<!DOCTYPE PMML SYSTEM \"http://127.0.0.1:9/x.dtd\">",
                "<!DOCTYPE PMML [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
                "<!DOCTYPE PMML [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
            })
    void aDocumentTypeIsRefused(String type) throws IOException {
        Path file = write(Fixture.of("tree").text().replace("<PMML ", type + "<PMML "));
        assertThatThrownBy(() -> Models.load(file))
                .isInstanceOf(InvalidPmmlException.class)
                .hasMessage(file + ": a document type, which could name other files (expected: none)");
    }

    @Test
    void anotherEncodingIsRefused() throws IOException {
        String text = Fixture.of("tree").text();
        Path declared = write(text.replace("UTF-8", "UTF-7"));
        assertThatThrownBy(() -> Models.load(declared)).hasMessageContaining("encoding 'UTF-7' (expected: UTF-8)");
        Path other = Files.write(folder.resolve("other.pmml"), text.getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> Models.load(other)).isInstanceOf(InvalidPmmlException.class);
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        Path file = write("<PMML>" + "<Node>".repeat(200_000));
        assertThatThrownBy(() -> Models.load(file)).hasMessageContaining("more than 100 elements within each other");
    }

    @Test
    void announcedElementsAreInProportionToTheDocument() throws IOException {
        Path file = write("<PMML><REAL-SparseArray n=\"2147483647\"/></PMML>");
        assertThatThrownBy(() -> Models.load(file))
                .isInstanceOf(InvalidPmmlException.class)
                .hasMessageContaining("n=\"2147483647\"")
                .hasMessageEndingWith("elements, far more than the document");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Apply function=\"matches\"/>",
                "<Apply function=\"replace\"/>",
                "<TextIndexNormalization regexField=\"r\"/>",
                "<TextIndex wordSeparatorCharacterRE=\"(a+)+b\"/>"
            })
    void aRegularExpressionThatNothingCouldStopIsRefused(String element) throws IOException {
        Path file = write("<PMML><TransformationDictionary>" + element + "</TransformationDictionary></PMML>");
        assertThatThrownBy(() -> Models.load(file))
                .isInstanceOf(InvalidPmmlException.class)
                .hasMessageContaining("whose regular expression may take for ever on some input (expected: none)");
    }

    @Test
    void functionsThatCallEachOtherTwiceAreRefused() throws IOException {
        StringBuilder text = new StringBuilder("<PMML><TransformationDictionary>");
        text.append("<DefineFunction name=\"f0\"><Apply function=\"+\"/></DefineFunction>");
        for (int i = 1; i < 40; i++) {
            String call = "<Apply function=\"f" + (i - 1) + "\"/>";
            text.append("<DefineFunction name=\"f" + i + "\"><Apply function=\"+\">" + call + call
                    + "</Apply></DefineFunction>");
        }
        Path file = write(text.append("</TransformationDictionary></PMML>").toString());
        assertThatThrownBy(() -> Models.load(file))
                .isInstanceOf(InvalidPmmlException.class)
                .hasMessageContaining("take more than 1000000 steps");
    }

    @Test
    void aTreeMayBeDeepWithinTheLimit() throws IOException {
        String node = "<Node score=\"x\"><True/>";
        String text =
                Fixture.of("tree").text().replaceFirst("(?s)<Node .*</Node>", node.repeat(95) + "</Node>".repeat(95));
        PmmlModel model = Models.load(write(text));
        assertThat(model.predict(Models.matrix(Fixture.of("tree")))
                        .output("predicted_class")
                        .tensor()
                        .strings())
                .containsOnly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<", "{}", "<a/>", "<PMML/>", "<PMML version=\"4.4\"><Header/></PMML>", "<PMML>&x;</PMML>"})
    void whatIsNoModelIsRefused(String text) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> Models.load(file))
                .isInstanceOf(InvalidPmmlException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "logistic", "regression"})
    void mutatedFilesAreRefusedOrHarmless(String name) throws IOException {
        Fixture fixture = Fixture.of(name);
        byte[] whole = fixture.text().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < 1000; i++) {
                Path file = Files.write(folder.resolve("model.pmml"), mutated(whole, random));
                loadAndUse(file, fixture);
            }
        });
    }

    private static void loadAndUse(Path file, Fixture fixture) throws IOException {
        try {
            Models.load(file).predict(Models.matrix(fixture));
        } catch (InvalidPmmlException | InferenceException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] copy = whole.clone();
        int at = random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    copy[random.nextInt(copy.length)] = (byte) (' ' + random.nextInt(95));
                }
            }
            case 2 ->
                Arrays.fill(
                        copy, at, Math.min(copy.length, at + 1 + random.nextInt(8)), (byte) ('0' + random.nextInt(10)));
            default -> {
                return Arrays.copyOf(copy, at);
            }
        }
        return copy;
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("model.pmml"), text);
    }
}
