package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes rows of a request: from one tensor of shape [rows, columns], or from several tensors that hold a column each.
 * Errors name the tensor.
 */
final class InputTable {

    private InputTable() {}

    static Table of(InferenceRequest request, FittedModel model) {
        return request.inputs().size() == 1 ? single(request.inputs().get(0), model) : columns(request, model);
    }

    private static Table single(RequestInput input, FittedModel model) {
        Tensor tensor = input.tensor();
        boolean text = tensor.dataType() == DataType.BYTES;
        Shape shape = tensor.shape();
        boolean column = shape.rank() == 1 && (text || model.features() == 1);
        if (shape.rank() != 2 && !column) {
            throw new InferenceException("input '" + input.name() + "': shape " + shape + " (expected: [rows, "
                    + (model.features() < 0 ? "columns" : String.valueOf(model.features())) + "])");
        }
        int rows = Math.toIntExact(shape.dimension(0));
        int width = column ? 1 : Math.toIntExact(shape.dimension(1));
        if (model.features() >= 0 && width != model.features()) {
            throw new InferenceException("input '" + input.name() + "': " + width + " columns in shape " + shape
                    + " (expected: " + model.features() + ", the number that the model was fitted with)");
        }
        return text
                ? texts(tensor, rows, width, model.featureNames(), input.name())
                : new DenseMatrix(rows, width, tensor.toDoubles(), NumberType.of(tensor.dataType()));
    }

    private static Frame texts(Tensor tensor, int rows, int width, List<String> names, String inputName) {
        List<String> all = tensor.strings();
        List<Column> columns = new ArrayList<>(width);
        for (int c = 0; c < width; c++) {
            List<String> texts = new ArrayList<>(rows);
            for (int row = 0; row < rows; row++) {
                texts.add(all.get(row * width + c));
            }
            columns.add(new Column.Texts(c < names.size() ? names.get(c) : inputName, texts));
        }
        return new Frame(rows, columns);
    }

    private static Frame columns(InferenceRequest request, FittedModel model) {
        List<RequestInput> inputs = request.inputs();
        if (!model.featureNames().isEmpty()) {
            inputs = model.featureNames().stream().map(request::input).toList();
        } else if (model.features() >= 0 && inputs.size() != model.features()) {
            throw new InferenceException(inputs.size() + " input tensors (expected: one of shape [rows, "
                    + model.features() + "], or " + model.features() + " of shape [rows, 1])");
        }
        int rows = rows(inputs.get(0));
        List<Column> columns = new ArrayList<>(inputs.size());
        for (RequestInput input : inputs) {
            if (rows(input) != rows) {
                throw new InferenceException("input '" + input.name() + "': " + rows(input) + " rows (expected: " + rows
                        + ", as input '" + inputs.get(0).name() + "' has)");
            }
            columns.add(column(input));
        }
        return new Frame(rows, columns);
    }

    private static Column column(RequestInput input) {
        Tensor tensor = input.tensor();
        return tensor.dataType() == DataType.BYTES
                ? new Column.Texts(input.name(), tensor.strings())
                : new Column.Numbers(input.name(), tensor.toDoubles(), NumberType.of(tensor.dataType()));
    }

    private static int rows(RequestInput input) {
        Shape shape = input.tensor().shape();
        if (shape.rank() == 1 || (shape.rank() == 2 && shape.dimension(1) == 1)) {
            return Math.toIntExact(shape.dimension(0));
        }
        throw new InferenceException("input '" + input.name() + "': shape " + shape
                + " (expected: [rows, 1], a column, as there are several inputs)");
    }
}
