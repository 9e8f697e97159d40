package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The tensors that a model takes and answers, as far as they follow from its file: the columns' names, which of them
 * are texts, and what the answers to no rows at all look like.
 *
 * @param inputs one tensor for each named column; without names one for all columns, of any name
 * @param outputs one for each method
 */
record ModelTensors(List<TensorMetadata> inputs, List<TensorMetadata> outputs) {

    private static final ModelTensors UNKNOWN = new ModelTensors(List.of(), List.of());

    /** Nothing is declared where the width is unknown, or where the columns turn out to be of other types. */
    static ModelTensors of(FittedModel model) {
        if (model.features() < 0) {
            return UNKNOWN;
        }
        try {
            return new ModelTensors(inputs(model), outputs(model));
        } catch (InferenceException e) {
            return UNKNOWN;
        }
    }

    private static List<TensorMetadata> inputs(FittedModel model) {
        List<TensorMetadata> inputs = new ArrayList<>();
        List<String> names = model.featureNames();
        for (int column = 0; column < names.size(); column++) {
            inputs.add(new TensorMetadata(names.get(column), type(model, column), Shape.of(Shape.ANY, 1)));
        }
        if (names.isEmpty()) {
            DataType first = model.features() == 0 ? DataType.FP64 : type(model, 0);
            inputs.add(new TensorMetadata("input-0", first, Shape.of(Shape.ANY, model.features())));
        }
        return inputs;
    }

    private static List<TensorMetadata> outputs(FittedModel model) {
        Table noRows = noRows(model);
        List<TensorMetadata> outputs = new ArrayList<>();
        for (Method method : new TreeSet<>(model.estimator().methods())) {
            Tensor tensor = method.ask(model.estimator(), noRows);
            Shape shape = Shape.of(Shape.ANY, tensor.shape().dimension(1));
            outputs.add(new TensorMetadata(method.pythonName(), tensor.dataType(), shape));
        }
        return outputs;
    }

    private static Table noRows(FittedModel model) {
        List<Column> columns = new ArrayList<>();
        boolean texts = false;
        for (int i = 0; i < model.features(); i++) {
            String name = i < model.featureNames().size() ? model.featureNames().get(i) : "";
            boolean text = type(model, i) == DataType.BYTES;
            texts |= text;
            columns.add(
                    text ? new Column.Texts(name, List.of()) : new Column.Numbers(name, new double[0], DataType.FP64));
        }
        return texts || !model.featureNames().isEmpty()
                ? new Frame(0, columns)
                : new DenseMatrix(0, model.features(), new double[0]);
    }

    private static DataType type(FittedModel model, int column) {
        return model.estimator().takesTexts(column) ? DataType.BYTES : DataType.FP64;
    }
}
