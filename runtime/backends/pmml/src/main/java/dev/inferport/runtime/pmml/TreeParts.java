package dev.inferport.runtime.pmml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pmml4s.metadata.MiningField;
import org.pmml4s.model.MiningModel;
import org.pmml4s.model.Model;
import org.pmml4s.model.Segment;
import org.pmml4s.model.Segmentation;
import org.pmml4s.model.TreeModel;

/**
 * The tree models that a model consists of, and how their results are put together.
 *
 * @param method {@code sum} or {@code average}
 */
record TreeParts(String method, List<TreeModel> trees) {

    TreeParts {
        trees = List.copyOf(trees);
    }

    /** A tree model, or a mining model of nothing but tree models, which all take part. */
    static Optional<TreeParts> of(Model model) {
        if (model instanceof TreeModel tree) {
            return Optional.of(new TreeParts("sum", List.of(tree)));
        }
        return segmentation(model)
                .filter(segments -> List.of("sum", "average")
                        .contains(segments.multipleModelMethod().toString()))
                .filter(segments ->
                        segments.missingPredictionTreatment().toString().equals("continue"))
                .filter(segments -> models(segments).stream().allMatch(TreeModel.class::isInstance))
                .map(segments -> new TreeParts(
                        segments.multipleModelMethod().toString(),
                        models(segments).stream().map(TreeModel.class::cast).toList()));
    }

    /** The segments of a mining model where all of them always take part. */
    static Optional<Segmentation> segmentation(Model model) {
        return model instanceof MiningModel mining
                        && mining.segmentation().isDefined()
                        && mining.segmentation().get().segments().length > 0
                        && Arrays.stream(mining.segmentation().get().segments()).allMatch(Segment::isTrue)
                ? Optional.of(mining.segmentation().get())
                : Optional.empty();
    }

    static List<Model> models(Segmentation segments) {
        return Arrays.stream(segments.segments()).map(Segment::model).toList();
    }

    /** Whether neither the model nor its trees change a value before they use it. */
    boolean isPlain(Model model) {
        return isPlainModel(model) && trees.stream().allMatch(TreeParts::isPlainModel);
    }

    static boolean isPlainModel(Model model) {
        return model.localTransformations().isEmpty()
                && model.transformationDictionary().isEmpty()
                && Arrays.stream(model.miningSchema().miningFields()).allMatch(MiningField::isDefault);
    }
}
