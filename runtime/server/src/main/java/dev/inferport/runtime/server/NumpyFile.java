package dev.inferport.runtime.server;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arrays as {@code numpy.save} writes them: one array of numbers or truth values, versions 1 to 3 of the format. */
final class NumpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([<|=>])([a-zA-Z])(\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

    private static final Map<String, DataType> TYPES = Map.ofEntries(
            Map.entry("b1", DataType.BOOL),
            Map.entry("u1", DataType.UINT8),
            Map.entry("u2", DataType.UINT16),
            Map.entry("u4", DataType.UINT32),
            Map.entry("u8", DataType.UINT64),
            Map.entry("i1", DataType.INT8),
            Map.entry("i2", DataType.INT16),
            Map.entry("i4", DataType.INT32),
            Map.entry("i8", DataType.INT64),
            Map.entry("f2", DataType.FP16),
            Map.entry("f4", DataType.FP32),
            Map.entry("f8", DataType.FP64));

    private NumpyFile() {}

    /**
     * Reads one array.
     *
     * @throws IOException where the file is no such array, or one in column order or of other elements
     */
    static Tensor read(Path file) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (content.remaining() < 12 || !content.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new IOException(file + ": not an array of numpy.save (expected: the magic of .npy)");
        }
        boolean longHeader = content.get(6) > 1;
        long headerLength = longHeader ? Integer.toUnsignedLong(content.getInt(8)) : content.getShort(8) & 0xFFFF;
        int start = longHeader ? 12 : 10;
        if (headerLength > content.limit() - start) {
            throw new IOException(file + ": the header reaches beyond the end of the file");
        }
        int length = (int) headerLength;
        String header =
                StandardCharsets.UTF_8.decode(content.slice(start, length)).toString();
        if (group(file, ORDER, header, 1).equals("True")) {
            throw new IOException(file + ": in column order (expected: row order, as of numpy.ascontiguousarray)");
        }
        ByteBuffer data = content.slice(start + length, content.limit() - start - length);
        return Tensor.ofRaw(type(file, header), shape(group(file, SHAPE, header, 1)), data);
    }

    private static DataType type(Path file, String header) throws IOException {
        String spelling = group(file, DESCRIPTION, header, 2) + group(file, DESCRIPTION, header, 3);
        DataType type = TYPES.get(spelling);
        if (type == null || group(file, DESCRIPTION, header, 1).equals(">")) {
            throw new IOException(
                    file + ": elements of type " + spelling + " (expected: little-endian numbers or truth values)");
        }
        return type;
    }

    private static Shape shape(String text) {
        return Shape.of(Pattern.compile(",")
                .splitAsStream(text)
                .map(String::strip)
                .filter(dimension -> !dimension.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray());
    }

    private static String group(Path file, Pattern pattern, String header, int group) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException(
                    file + ": header " + header.strip() + " (expected: one with descr, fortran_order, shape)");
        }
        return matcher.group(group);
    }
}
