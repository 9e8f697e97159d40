package dev.inferport.runtime.sklearn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.backendkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files, or small requests, that ask for much memory or time are refused before they get it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OverreachTest {

    private static final String TEXT = "sklearn.feature_extraction.text";

    @TempDir
    Path folder;

    @Test
    void aProcessWithASmallHeapOutlivesFilesThatWouldUseItUp() throws Exception {
        assertThat(ChildJvm.run(folder, ExhaustingFiles.class, folder.toString())
                        .lines())
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).matches("[a-z ]+: the model needs another \\d+ MiB of heap .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"U0", "S0"})
    void elementsWithoutBytesAreNoElements(String type) throws IOException {
        String names = Pickles.array(type, "I2147483647\n", "");
        assertRefused("sklearn.preprocessing._data", "Normalizer", "Vn_features_in_\nI1\nVfeature_names_in_\n" + names)
                .hasMessageContaining("an array of 2147483647 elements of 0 bytes");
    }

    @Test
    void rowsWithoutColumnsHaveALimit() throws IOException {
        String coefficients = Pickles.array("f8", "I2147483647\nI0\n", "");
        assertRefused("sklearn.linear_model._base", "LinearRegression", "Vcoef_\n" + coefficients)
                .hasMessageContaining("an array without elements has a dimension of 2147483647");
    }

    /** Lists of the same list twice, 40 times over. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Normalizer Vn_features_in_\nI1\nVfeature_names_in_\n(lg40\na",
                "OneHotEncoder Vcategories_\n(l(lg40\naa"
            })
    void listsOfListsAreNotFollowed(String estimator) throws IOException {
        StringBuilder lists = new StringBuilder("(lVx\nap0\n0");
        for (int i = 1; i <= 40; i++) {
            lists.append("(lg")
                    .append(i - 1)
                    .append("\nag")
                    .append(i - 1)
                    .append("\nap")
                    .append(i)
                    .append("\n0");
        }
        String[] parts = estimator.split(" ", 2);
        String module = parts[0].equals("Normalizer") ? "_data" : "_encoders";
        String pickle = lists + "csklearn.preprocessing." + module + "\n" + parts[0] + "\n)\u0081}(" + parts[1] + "ub.";
        assertThatCode(() -> Models.load(write(pickle.getBytes(ISO_8859_1)))).doesNotThrowAnyException();
    }

    @Test
    void copiesOfTheSameBytesHaveALimit() throws IOException {
        String text = "V" + "a".repeat(60_000) + "\np0\n0Vlatin1\np1\n0(l";
        String pickle = text + "c_codecs\nencode\n(g0\ng1\ntRa".repeat(100) + ".";
        assertThatThrownBy(() -> Models.load(write(pickle.getBytes(ISO_8859_1))))
                .hasMessageContaining("makes the same bytes over and over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"I2147483647\n", "I1000\n"})
    void aHighDegreeIsRefused(String degree) throws IOException {
        assertRefused(
                        "sklearn.preprocessing._polynomial",
                        "PolynomialFeatures",
                        "Vdegree\n" + degree + "Vn_features_in_\nI2\n")
                .hasMessageContaining("(expected: at most 100)");
    }

    @Test
    void productsOfAllFeaturesAreFoundWithoutTryingAllOthers() throws IOException {
        SKLearnModel model = Models.load(write(Pickles.estimator(
                "sklearn.preprocessing._polynomial",
                "PolynomialFeatures",
                "Vdegree\n(I60\nI60\ntVn_features_in_\nI60\nVinteraction_only\nI01\nVinclude_bias\nI00\n")));
        assertThat(answer(model, Tensor.of(new double[60], 1, 60)).shape().dimension(1))
                .isEqualTo(1);
    }

    @Test
    void anAnswerThatDoesNotFitIsTheCallersToMakeSmaller() throws IOException {
        SKLearnModel model = vectorizer(Integer.MAX_VALUE, 1, "(?u)\\b\\w\\w+\\b");
        assertThatThrownBy(() -> answer(model, Tensor.ofStrings(List.of("two words"), 1, 1)))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT))
                .hasMessageEndingWith("send fewer rows in a request");
    }

    @Test
    void aTextWithFarTooManyTokensIsRefused() throws IOException {
        SKLearnModel model = vectorizer(1024, 100, "(?u)\\b\\w\\w+\\b");
        assertThatThrownBy(() -> answer(model, Tensor.ofStrings(List.of("some ".repeat(50_000)), 1, 1)))
                .isInstanceOf(InferenceException.class)
                .hasMessageEndingWith("send a shorter one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)z", "(a|b)+c"})
    void aTokenPatternThatDoesNotEndIsStopped(String pattern) throws IOException {
        SKLearnModel model = vectorizer(1024, 1, pattern);
        assertThatThrownBy(() -> answer(model, Tensor.ofStrings(List.of("ab".repeat(100_000)), 1, 1)))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT))
                .hasMessageContaining("token_pattern");
    }

    private SKLearnModel vectorizer(int columns, int words, String pattern) throws IOException {
        return Models.load(write(Pickles.estimator(
                TEXT,
                "HashingVectorizer",
                "Vn_features\nI" + columns + "\nVngram_range\n(I1\nI" + words + "\ntVanalyzer\nVword\nVtoken_pattern\nV"
                        + pattern + "\n")));
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            String module, String name, String attributes) throws IOException {
        Path file = write(Pickles.estimator(module, name, attributes));
        return assertThatThrownBy(() -> Models.load(file))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED_PRECONDITION));
    }

    private static Tensor answer(SKLearnModel model, Tensor rows) {
        return model.predict(InferenceRequest.builder("m").input("x", rows).build())
                .output("transform")
                .tensor();
    }

    private Path write(byte[] pickle) throws IOException {
        return Files.write(folder.resolve("model.pkl"), pickle);
    }
}
