package dev.inferport.runtime.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReaderTest {

    private static final String REGRESSION = Fixture.of("4.7.0/regression").text();
    private static final String CATEGORIES = Fixture.of("4.7.0/categories").text();
    private static final String LINEAR = Fixture.of("4.7.0/linear").text();
    private static final String MULTICLASS = Fixture.of("4.7.0/multiclass").text();

    @ParameterizedTest
    @CsvSource({
        "custom, -3, -3",
        "none, 2, 2",
        "regression_l2, 2, 2",
        "regression_l2 sqrt, -3, -9",
        "l1 sqrt, 2, 4",
        "mae, 2, 2",
        "mape sqrt, 2, 4",
        "huber sqrt, 2, 2",
        "fair sqrt, 2, 4",
        "poisson, 1, 2.718281828459045",
        "binary sigmoid:1, 0, 0.5",
        "binary sigmoid:2, 1, 0.8807970779778823",
        "xentropy, 1, 0.7310585786300049",
        "xentlambda, 0, 0.6931471805599453",
        "xendcg, -1.5, -1.5"
    })
    void scoresBecomePredictionsAsTheObjectiveSays(String objective, double score, double prediction)
            throws InvalidBoosterException {
        double[] scores = {score};
        Objective.response(objective, 1).apply(scores, 1);
        assertThat(scores[0]).isCloseTo(prediction, within(2 * Math.ulp(prediction)));
    }

    @Test
    void anUnknownObjectiveIsRefusedByName() {
        assertRefused(REGRESSION.replace("objective=regression", "objective=regression_new"))
                .hasMessageStartingWith("objective: 'regression_new' (expected: one of regression, regression_l1, ");
    }

    @Test
    void anObjectiveWithoutWhatItNeedsIsRefused() {
        assertRefused(REGRESSION.replace("objective=regression", "objective=binary"))
                .hasMessage("objective: binary without parameter 'sigmoid'");
        assertRefused(REGRESSION.replace("objective=regression", "objective=binary sigmoid:-1"))
                .hasMessage("sigmoid: -1.0 (expected: > 0)");
        assertRefused(REGRESSION.replace("objective=regression", "objective=multiclass num_class:3"))
                .hasMessage("num_class: 1 (expected: 3 for multiclass)");
        assertRefused(MULTICLASS.replace("objective=multiclass num_class:3", "objective=regression"))
                .hasMessage("num_class: 3 (expected: 1 for regression)");
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertRefused(REGRESSION.replace("version=v4", "version=v5"))
                .hasMessage("version: 'v5' (expected: v2, v3 or v4)");
    }

    @Test
    void aModelOfNoTreesPredictsFromScoresOfZero() throws IOException {
        String none = MULTICLASS.substring(0, MULTICLASS.indexOf("tree_sizes=")) + "tree_sizes=\n\nend of trees\n";
        assertThat(Models.read(none).predict(new double[4], 1)).containsExactly(1 / 3., 1 / 3., 1 / 3.);
    }

    @Test
    void linesMayEndAsOnWindows() throws IOException {
        assertThat(Models.read(REGRESSION.replace("\n", "\r\n")).features()).isEqualTo(10);
    }

    @Test
    void whatFollowsTheTreesIsNotNeeded() throws IOException {
        String trees = REGRESSION.substring(0, REGRESSION.indexOf("end of trees")) + "end of trees";
        assertThat(Models.read(trees).features()).isEqualTo(10);
    }

    @Test
    void aTreeTooManyOrTooFewIsRefused() {
        assertRefused(REGRESSION.replaceFirst("tree_sizes=\\d+ ", "tree_sizes="))
                .hasMessage("trees: 5 (expected: 4, as many as tree_sizes)");
        assertRefused(REGRESSION.replace("Tree=2\n", "Tree=3\n"))
                .hasMessageEndingWith("'Tree=3' (expected: Tree=2, or end of trees)");
        assertRefused(MULTICLASS.replaceFirst("tree_sizes=.*\n", "").replaceFirst("(?s)Tree=8.*", "end of trees\n"))
                .hasMessage("trees: 8 (expected: a multiple of 3, the outputs)");
    }

    @Test
    void aListOfAnotherLengthIsRefused() {
        assertRefused(REGRESSION.replaceFirst("leaf_value=\\S+ ", "leaf_value="))
                .hasMessage("tree 0: leaf_value: 6 numbers (expected: 7)");
        assertRefused(REGRESSION.replaceFirst("feature_infos=\\S+ ", "feature_infos="))
                .hasMessage("feature_infos: 9 (expected: 10, one for each feature)");
        assertRefused(LINEAR.replaceFirst("num_features=0 0", "num_features=0 7"))
                .hasMessage("tree 0: num_features: 7 (expected: 0 to 0, what is left of leaf_features)");
        assertRefused(LINEAR.replaceFirst("leaf_features= ", "leaf_features=3 "))
                .hasMessage("tree 0: num_features: 0 in all leaves (expected: 1, as many as leaf_features)");
    }

    @Test
    void aFieldThatIsMissingIsNamed() {
        assertRefused(REGRESSION.replaceFirst("threshold=", "thresholds="))
                .hasMessage("tree 0: field 'threshold' is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p3", "1d", "1,5", "--1", "1e", "e", ".", "half"})
    void whatIsNoNumberIsRefused(String word) {
        assertRefused(REGRESSION.replaceFirst("leaf_value=\\S+ ", "leaf_value=" + word + " "))
                .hasMessage("tree 0: leaf_value: '" + word + "' (expected: a number)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "-nan", "inf", "-inf", "1E+3", "-.5"})
    void whatCWritesForANumberIsRead(String word) throws IOException {
        String other = REGRESSION.replaceFirst("leaf_value=\\S+ ", "leaf_value=" + word + " ");
        assertThat(Models.read(other).features()).isEqualTo(10);
    }

    @Test
    void childrenThatAreNoNodesAreRefused() {
        assertRefused(REGRESSION.replaceFirst("left_child=\\S+", "left_child=6"))
                .hasMessage("tree 0: child: 6 (expected: -7 to 5)");
        assertRefused(REGRESSION.replaceFirst("left_child=\\S+", "left_child=-8"))
                .hasMessage("tree 0: child: -8 (expected: -7 to 5)");
        assertRefused(REGRESSION.replaceFirst("left_child=\\S+", "left_child=0"))
                .hasMessage("tree 0: node 0: another way leads to its child 0 already");
    }

    @Test
    void aSetOfCategoriesBelongsToOneSplit() {
        assertRefused(CATEGORIES.replaceFirst("threshold=0 1 ", "threshold=0 0 "))
                .hasMessageContaining("threshold: 0.0 (expected: a set of categories, 0 to ");
        assertRefused(CATEGORIES.replaceFirst("threshold=0 ", "threshold=0.5 "))
                .hasMessageContaining("threshold: 0.5 (expected: a set of categories");
        assertRefused(CATEGORIES.replaceFirst("cat_boundaries=0 ", "cat_boundaries=9999 "))
                .hasMessageContaining("cat_boundaries: 9999 (expected: 0 to ");
    }

    @Test
    void anUnknownKindOfDecisionIsRefused() {
        assertRefused(REGRESSION.replaceFirst("decision_type=2", "decision_type=12"))
                .hasMessage("tree 0: decision_type: 12 (expected: 0 to 11)");
    }

    @Test
    void aPickleAndAJsonDumpAreNamedAsSuch() {
        assertRefused("\u0080\u0004rest\n").hasMessageContaining("Python pickle");
        assertRefused("{\"name\": \"tree\"}\n").hasMessageContaining("JSON");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text) {
        return assertThatThrownBy(() -> Models.read(text)).isInstanceOf(InvalidBoosterException.class);
    }
}
