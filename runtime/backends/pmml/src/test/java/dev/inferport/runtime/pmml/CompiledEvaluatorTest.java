package dev.inferport.runtime.pmml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.backendkit.Sample;
import dev.inferport.runtime.backendkit.TabularBackendKit;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pmml4s.model.Model;

/** Ensembles of trees and regressions that PMML4S does not evaluate, side by side with what it says of them. */
class CompiledEvaluatorTest extends TabularBackendKit {

    private static final int ROWS = 300;

    /** A tree that says more than probabilities, and sums that are transformed on their way. */
    private static final List<String> LEFT_TO_LIBRARY = List.of("tree-classifier", "boosting-classifier");

    @Override
    protected Sample sample() {
        Fixture fixture = Fixture.of("xgboost-two-classes");
        Tensor rows = randomRows(fixture, new Random(5), 40);
        LibraryEvaluator library = library(fixture.text());
        List<PmmlField> wanted = library.outputs().stream()
                .filter(output -> output.name().equals("y_probability_1"))
                .toList();
        return new Sample(
                fixture.file(),
                "x",
                rows,
                "y_probability_1",
                library.predict(request(rows), wanted).get(0));
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of();
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.pmml", "model.xml");
    }

    static List<Fixture> compiled() {
        return Fixture.converted().stream()
                .filter(fixture -> !LEFT_TO_LIBRARY.contains(fixture.toString()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("compiled")
    void anyRowHasTheAnswerOfTheLibrary(Fixture fixture) {
        for (String missing : new String[] {"none", "nullPrediction", "lastPrediction", "defaultChild"}) {
            String text = fixture.text().replace("<TreeModel ", "<TreeModel missingValueStrategy=\"" + missing + "\" ");
            assertEqualAnswers(text, fixture);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forest-classifier", "xgboost-classifier", "xgboost-two-classes"})
    void classesMayBeTexts(String name) {
        Fixture fixture = Fixture.of(name);
        assertEqualAnswers(fixture.text().replace("dataType=\"integer\"", "dataType=\"string\""), fixture);
    }

    /** Numbered children, so that each node can name one of them for missing values. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void missingValuesGoWhereTheDocumentSays(String child) {
        String node = """
                <Node id="%1$s" defaultChild="%1$s%2$s" score="%3$s"><%4$s/>%5$s</Node>""";
        String left = leaf("a0", "0.25", "<SimplePredicate field=\"x0\" operator=\"lessThan\" value=\"5.5\"/>");
        String right = leaf("a1", "-1.5", "<SimplePredicate field=\"x0\" operator=\"greaterOrEqual\" value=\"5.5\"/>");
        String root = node.formatted("a", child, "7", "True", left + right);
        assertEqualAnswers(treeModel(root, "defaultChild"), Fixture.of("xgboost-two-classes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"returnLastPrediction", "returnNullPrediction"})
    void severalChildrenAreTriedInTheirOrder(String strategy) {
        String root = "<Node score=\"9\"><True/>"
                + leaf("1", "1", "<SimplePredicate field=\"x1\" operator=\"lessOrEqual\" value=\"2.5\"/>")
                + leaf("2", "2", "<SimplePredicate field=\"x1\" operator=\"greaterThan\" value=\"3.5\"/>")
                + leaf("3", "3", "<SimplePredicate field=\"x1\" operator=\"lessThan\" value=\"3.0\"/>") + "</Node>";
        assertEqualAnswers(
                treeModel(root, "none").replace("<TreeModel ", "<TreeModel noTrueChildStrategy=\"" + strategy + "\" "),
                Fixture.of("xgboost-two-classes"));
    }

    @Test
    void aLogisticRegressionHasTheAnswersOfTheLibrary() {
        Fixture logistic = Fixture.of("logistic");
        assertEqualAnswers(logistic.text(), logistic);
        assertEqualAnswers(
                logistic.text()
                        .replace("intercept=\"0\" targetCategory=\"no\"", "intercept=\"0.5\" targetCategory=\"no\"")
                        .replace("\"logit\"", "\"softmax\""),
                logistic);
    }

    @Test
    void aLinearRegressionHasTheAnswersOfTheLibrary() {
        String terms = "<NumericPredictor name=\"x3\" coefficient=\"0.1\"/><NumericPredictor name=\"x0\" exponent=\"1\""
                + " coefficient=\"-2.7\"/><NumericPredictor name=\"x1\" coefficient=\"1e-3\"/>";
        assertEqualAnswers(linear(terms), Fixture.of("xgboost-two-classes"));
        assertEqualAnswers(linear(""), Fixture.of("xgboost-two-classes"));
        String square = linear(terms.replace("exponent=\"1\"", "exponent=\"2\""));
        assertThat(CompiledEvaluator.of(Model.fromString(square))).isEmpty();
    }

    private static String linear(String terms) {
        String trees = treeModel("", "none");
        int start = trees.indexOf("<MiningSchema>");
        return trees.substring(0, trees.indexOf("<TreeModel"))
                + "<RegressionModel functionName=\"regression\">"
                + trees.substring(start, trees.indexOf("</TreeModel>"))
                + "<RegressionTable intercept=\"0.3\">" + terms + "</RegressionTable></RegressionModel></PMML>";
    }

    @ParameterizedTest
    @MethodSource("compiled")
    void theMemoryIsKnownAndSmall(Fixture fixture) throws IOException {
        Evaluator trees = Evaluator.read(fixture.file());
        assertThat(trees).isInstanceOf(CompiledEvaluator.class);
        assertThat(trees.sizeInBytes()).isBetween(1L, fixture.text().length() / 2L);
    }

    @Test
    void whateverElseIsLeftToTheLibrary() throws IOException {
        for (String name : new String[] {"regression", "tree", "tree-classifier", "boosting-classifier"}) {
            assertThat(Evaluator.read(Fixture.of(name).file())).isInstanceOf(LibraryEvaluator.class);
        }
        String vote = Fixture.of("forest-classifier").text().replace("\"average\"", "\"majorityVote\"");
        assertThat(CompiledEvaluator.of(Model.fromString(vote))).isEmpty();
        String replaced = Fixture.of("forest-regressor")
                .text()
                .replaceFirst(
                        "name=\"x0\" usageType=\"active\"",
                        "name=\"x0\" usageType=\"active\" missingValueReplacement=\"1\"");
        assertThat(CompiledEvaluator.of(Model.fromString(replaced))).isEmpty();
    }

    private static String leaf(String id, String score, String predicate) {
        return "<Node id=\"" + id + "\" score=\"" + score + "\">" + predicate + "</Node>";
    }

    private static String treeModel(String root, String missing) {
        StringBuilder fields = new StringBuilder();
        StringBuilder schema = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            fields.append("<DataField name=\"x").append(i).append("\" optype=\"continuous\" dataType=\"double\"/>");
            schema.append("<MiningField name=\"x").append(i).append("\"/>");
        }
        return "<PMML version=\"4.4\" xmlns=\"http://www.dmg.org/PMML-4_4\"><Header/><DataDictionary>" + fields
                + "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/></DataDictionary>"
                + "<TreeModel functionName=\"regression\" missingValueStrategy=\"" + missing + "\"><MiningSchema>"
                + schema
                + "<MiningField name=\"y\" usageType=\"target\"/></MiningSchema><Output><OutputField name=\"p\""
                + " feature=\"predictedValue\" dataType=\"double\" optype=\"continuous\"/></Output>" + root
                + "</TreeModel></PMML>";
    }

    private static void assertEqualAnswers(String text, Fixture fixture) {
        LibraryEvaluator library = library(text);
        CompiledEvaluator trees = CompiledEvaluator.of(Model.fromString(text)).orElseThrow();
        InferenceRequest request = request(randomRows(fixture, new Random(3), ROWS));
        assertThat(trees.inputs()).isEqualTo(library.inputs());
        assertThat(trees.outputs()).isEqualTo(library.outputs());
        List<Tensor> expected = library.predict(request, library.outputs());
        List<Tensor> actual = trees.predict(request, trees.outputs());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(texts(actual.get(i))).as("%s", library.outputs().get(i)).isEqualTo(texts(expected.get(i)));
        }
    }

    private static List<String> texts(Tensor tensor) {
        return tensor.dataType() == DataType.BYTES
                ? tensor.strings()
                : Arrays.stream(tensor.toDoubles()).mapToObj(Double::toString).toList();
    }

    private static LibraryEvaluator library(String text) {
        return new LibraryEvaluator(Model.fromString(text), text.length());
    }

    private static InferenceRequest request(Tensor rows) {
        return InferenceRequest.builder("m").input("x", rows).build();
    }

    /** Values that the model was tried with, their neighbours, others, and none. */
    private static Tensor randomRows(Fixture fixture, Random random, int count) {
        List<String> inputs = fixture.inputs();
        double[] rows = new double[count * inputs.size()];
        for (int i = 0; i < rows.length; i++) {
            List<String> known = fixture.column(inputs.get(i % inputs.size()));
            double value = Double.parseDouble(known.get(random.nextInt(known.size())));
            rows[i] = switch (random.nextInt(8)) {
                case 0 -> Double.NaN;
                case 1 -> Math.nextUp(value);
                case 2 -> value * random.nextDouble();
                case 3 -> 5.5 - random.nextInt(4) / 2.0;
                default -> value;
            };
        }
        return Tensor.of(rows, count, inputs.size());
    }
}
