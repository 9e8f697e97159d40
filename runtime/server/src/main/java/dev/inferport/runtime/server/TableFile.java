package dev.inferport.runtime.server;

import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file of rows: {@code .npy}, or comma-separated values with or without a line of names. Columns are numbers (empty
 * or {@code nan} = missing), or else all texts.
 */
final class TableFile {

    private TableFile() {}

    /**
     * Reads the rows as one tensor of shape [rows, columns], or as numpy shaped it.
     *
     * @throws IOException where the file can't be read, or its rows have different lengths
     */
    static Tensor read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".npy") ? NumpyFile.read(file) : csv(file);
    }

    private static Tensor csv(Path file) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                rows.add(line.split(",", -1));
            }
        }
        if (rows.size() > 1 && !isNumeric(rows.get(0)) && isNumeric(rows.get(1))) {
            rows.remove(0);
        }
        int columns = rows.isEmpty() ? 0 : rows.get(0).length;
        List<String> cells = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).length != columns) {
                throw new IOException(file + ": row " + row + " has " + rows.get(row).length + " cells (expected: "
                        + columns + ", as the first)");
            }
            for (String cell : rows.get(row)) {
                cells.add(cell.strip());
            }
        }
        boolean numeric = rows.stream().allMatch(TableFile::isNumeric);
        return numeric
                ? Tensor.of(cells.stream().mapToDouble(TableFile::number).toArray(), rows.size(), columns)
                : Tensor.ofStrings(cells, rows.size(), columns);
    }

    private static boolean isNumeric(String[] cells) {
        for (String cell : cells) {
            try {
                number(cell);
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return true;
    }

    private static double number(String cell) {
        String text = cell.strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
