package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.HeapRoom;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How often words are in a text, in columns by the hash of the word: HashingVectorizer. */
record WordHashes(
        TextAnalyzer analyzer,
        int columns,
        boolean signed,
        boolean binary,
        DataType type,
        @Nullable Normalizer normalizer)
        implements Transformer {

    /** After how many different words is asked for room, and what each takes. */
    private static final int ASKED_EACH = 1 << 16;

    private static final long BYTES_PER_SUM = 160;

    WordHashes {
        if (columns < 1) {
            throw new InvalidModelException("a HashingVectorizer has " + columns + " columns");
        }
    }

    static WordHashes of(Fields fields) {
        Normalizer normalizer =
                fields.has("norm") ? new Normalizer(Normalizer.Norm.named(fields.text("norm", "l2")), ANY_WIDTH) : null;
        return new WordHashes(
                TextAnalyzer.of(fields),
                fields.integer("n_features", 1 << 20),
                fields.flag("alternate_sign", true),
                fields.flag("binary", false),
                NumberType.of(fields, "dtype", DataType.FP64),
                normalizer);
    }

    @Override
    public int features() {
        return 1;
    }

    @Override
    public boolean takesTexts(int column) {
        return true;
    }

    @Override
    public Table transform(Table rows) {
        List<String> texts = TextModels.texts(rows);
        SparseRows hashed = new SparseRows(texts.size());
        for (String text : texts) {
            Map<Integer, Double> sums = new TreeMap<>();
            analyzer.tokens(text, token -> {
                int hash = Murmur3.hash(token.getBytes(StandardCharsets.UTF_8));
                sums.merge(column(hash), signed && hash < 0 ? -1.0 : 1.0, Double::sum);
                if (sums.size() % ASKED_EACH == ASKED_EACH - 1) {
                    HeapRoom.requireForRows(1, BYTES_PER_SUM * ASKED_EACH);
                }
            });
            sums.forEach((column, sum) -> hashed.add(column, binary ? 1 : sum));
            hashed.endRow();
        }
        SparseMatrix matrix = hashed.matrix(columns, type);
        return normalizer == null ? matrix : normalizer.ofSparse(matrix);
    }

    private int column(int hash) {
        return hash == Integer.MIN_VALUE ? (Integer.MAX_VALUE - (columns - 1)) % columns : Math.abs(hash) % columns;
    }
}
