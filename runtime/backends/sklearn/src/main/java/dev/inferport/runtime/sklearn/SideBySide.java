package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.ArrayList;
import java.util.List;

/** Tables of the same rows as one. */
final class SideBySide {

    private SideBySide() {}

    static Table of(List<Table> tables) {
        if (tables.size() == 1) {
            return tables.get(0);
        }
        if (tables.stream().anyMatch(table -> table instanceof Frame frame && hasTexts(frame))) {
            return frame(tables);
        }
        List<Matrix> matrices =
                tables.stream().map(table -> table.numbers(Estimator.ANY_WIDTH)).toList();
        return matrices.stream().anyMatch(SparseMatrix.class::isInstance) ? sparse(matrices) : dense(matrices);
    }

    private static boolean hasTexts(Frame frame) {
        return frame.all().stream().anyMatch(Column.Texts.class::isInstance);
    }

    private static Frame frame(List<Table> tables) {
        List<Column> columns = new ArrayList<>();
        for (Table table : tables) {
            for (int c = 0; c < table.columns(); c++) {
                columns.add(table.column(c));
            }
        }
        return new Frame(tables.get(0).rows(), columns);
    }

    private static DenseMatrix dense(List<Matrix> parts) {
        int rows = parts.isEmpty() ? 0 : parts.get(0).rows();
        int columns = parts.stream().mapToInt(Matrix::columns).sum();
        double[] all = Matrix.zeros(rows, columns);
        int start = 0;
        for (Matrix part : parts) {
            double[] values = part.dense().values();
            for (int row = 0; row < rows; row++) {
                System.arraycopy(values, row * part.columns(), all, row * columns + start, part.columns());
            }
            start += part.columns();
        }
        return new DenseMatrix(rows, columns, all, type(parts));
    }

    private static SparseMatrix sparse(List<Matrix> parts) {
        int rows = parts.get(0).rows();
        SparseRows joined = new SparseRows(rows);
        for (int row = 0; row < rows; row++) {
            int start = 0;
            for (Matrix part : parts) {
                if (part instanceof SparseMatrix sparse) {
                    for (int i = sparse.start(row); i < sparse.end(row); i++) {
                        joined.add(start + sparse.index(i), sparse.value(i));
                    }
                } else {
                    DenseMatrix dense = part.dense();
                    for (int c = 0; c < dense.columns(); c++) {
                        if (dense.at(row, c) != 0) {
                            joined.add(start + c, dense.at(row, c));
                        }
                    }
                }
                start += part.columns();
            }
            joined.endRow();
        }
        return joined.matrix(parts.stream().mapToInt(Matrix::columns).sum(), type(parts));
    }

    /** Parts without columns count too, as they do for numpy. */
    private static DataType type(List<Matrix> parts) {
        return parts.isEmpty()
                ? DataType.FP64
                : NumberType.common(parts.stream().map(Matrix::type).toList());
    }
}
