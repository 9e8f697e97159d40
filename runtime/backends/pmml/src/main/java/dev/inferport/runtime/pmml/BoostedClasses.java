package dev.inferport.runtime.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pmml4s.model.Model;
import org.pmml4s.model.RegressionModel;
import org.pmml4s.model.Segmentation;

/** Sums of trees, of which a regression makes probabilities: gradient boosting. */
record BoostedClasses(List<SummedTrees> sums, RegressionClasses classes) implements Scores {

    /** A chain of sums and one regression at its end, or empty where it is something else. */
    static Optional<BoostedClasses> of(Model model, Map<String, Integer> columns) {
        Optional<Segmentation> segments = TreeParts.segmentation(model)
                .filter(chain -> chain.multipleModelMethod().toString().equals("modelChain"))
                .filter(chain ->
                        TreeParts.isPlainModel(model) && model.targets().isEmpty());
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        List<Model> models = TreeParts.models(segments.get());
        Map<String, Integer> names = new HashMap<>();
        List<SummedTrees> sums = new ArrayList<>();
        for (Model part : models.subList(0, models.size() - 1)) {
            Optional<SummedTrees> sum = SummedTrees.of(part, columns);
            boolean named =
                    part.outputFields().length == 1 && CompiledEvaluator.isRealPrediction(part.outputFields()[0]);
            if (sum.isEmpty() || !named || columns.containsKey(part.outputFields()[0].name())) {
                return Optional.empty();
            }
            names.put(part.outputFields()[0].name(), sums.size());
            sums.add(sum.get());
        }
        return models.get(models.size() - 1) instanceof RegressionModel regression
                        && names.size() == sums.size()
                        && TreeParts.isPlainModel(regression)
                        && regression.targets().isEmpty()
                ? RegressionClasses.of(regression, model.classes(), names)
                        .map(classes -> new BoostedClasses(List.copyOf(sums), classes))
                : Optional.empty();
    }

    @Override
    public int width() {
        return classes.places().length;
    }

    @Override
    public double[] of(double[] rows, int count) {
        double[] values = new double[Math.multiplyExact(count, sums.size())];
        for (int i = 0; i < sums.size(); i++) {
            double[] sum = sums.get(i).of(rows, count);
            for (int row = 0; row < count; row++) {
                values[row * sums.size() + i] = sum[row];
            }
        }
        return classes.of(values, count, sums.size());
    }

    @Override
    public boolean needsProbabilities() {
        return true;
    }

    @Override
    public long sizeInBytes() {
        return sums.stream().mapToLong(SummedTrees::sizeInBytes).sum() + classes.sizeInBytes();
    }
}
