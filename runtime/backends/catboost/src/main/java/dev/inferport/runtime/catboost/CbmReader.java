package dev.inferport.runtime.catboost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the binary format and proves it sound: four bytes of magic, a FlatBuffers table with features, trees and texts,
 * and tables of counts, each preceded by its length. The numbers of fields are those of the library's schema.
 */
final class CbmReader {

    private static final String FORMAT = "FlabuffersModel_v1";
    private static final String COUNTERS = "static_provider_v1";
    private static final int SPLIT = 4;

    private final ByteBuffer file;
    private final List<Feature> features = new ArrayList<>();
    private final Bins bins = new Bins();
    private final Map<CounterBase, CounterTable> counters = new HashMap<>();
    private long counterBytes;

    private CbmReader(ByteBuffer file) {
        this.file = file;
    }

    /** @param bytes the whole file, the magic of which was found to be right */
    static ModelFacts read(byte[] bytes) throws InvalidCatBoostException {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new CbmReader(file.position(SPLIT)).model();
    }

    private ModelFacts model() throws InvalidCatBoostException {
        FlatTable core = new FlatBuffer(part()).root();
        if (!core.string(0).equals(FORMAT)) {
            throw new InvalidCatBoostException("format '" + core.string(0) + "' (expected: " + FORMAT + ")");
        }
        FlatTable trees =
                core.table(1).orElseThrow(() -> new InvalidCatBoostException("not a CatBoost model: no trees in it"));
        readParts(core.strings(3));
        int dimension = trees.integer(0, 0);
        if (!TreeCheck.isDimension(dimension)) {
            throw new InvalidCatBoostException(dimension + " values per prediction");
        }
        readFeatures(trees);
        checkTrees(trees, dimension);
        return new ModelFacts(ModelFacts.inOrder(features), dimension, info(core), footprint(core, trees));
    }

    private void readParts(List<String> names) throws InvalidCatBoostException {
        for (String name : names) {
            if (!name.equals(COUNTERS) || names.size() > 1) {
                throw new InvalidCatBoostException("'" + name
                        + "' in the model (expected: numeric and categorical features only, no texts and embeddings)");
            }
            int tables = length();
            for (int i = 0; i < tables; i++) {
                ByteBuffer part = part();
                counterBytes += part.remaining();
                CounterTable table = CounterTable.read(part);
                counters.put(table.base(), table);
            }
        }
        if (file.hasRemaining()) {
            throw new InvalidCatBoostException(file.remaining() + " bytes after the end of the model");
        }
    }

    private void readFeatures(FlatTable trees) throws InvalidCatBoostException {
        if (!trees.tables(12).isEmpty()
                || !trees.tables(13).isEmpty()
                || !trees.tables(18).isEmpty()) {
            throw new InvalidCatBoostException("text or embedding features, which can't be served");
        }
        for (FlatTable category : trees.tables(4)) {
            features.add(new Feature(
                    category.string(2),
                    true,
                    category.integer(1, -1),
                    category.integer(0, -1),
                    category.unsignedByte(3, 1) != 0));
        }
        int categories = features.size();
        for (FlatTable number : trees.tables(5)) {
            int borders = number.vector(3, Float.BYTES).count();
            features.add(
                    new Feature(number.string(4), false, number.integer(2, -1), number.integer(1, -1), borders > 0));
            if (number.unsignedByte(5, 0) > 2) {
                throw new InvalidCatBoostException("an unknown treatment of missing values");
            }
            bins.addBorders(borders);
        }
        for (FlatTable oneHot : trees.tables(6)) {
            readOneHot(oneHot, categories);
        }
        for (FlatTable counter : trees.tables(7)) {
            readCounter(counter, categories);
        }
    }

    private void readOneHot(FlatTable oneHot, int categories) throws InvalidCatBoostException {
        requireUsed(oneHot.integer(0, -1), categories);
        int values = oneHot.vector(1, Integer.BYTES).count();
        int texts = oneHot.vector(2, Integer.BYTES).count();
        if (texts != 0 && texts != values) {
            throw new InvalidCatBoostException(values + " categories with " + texts + " texts");
        }
        bins.addValues(values);
    }

    private void readCounter(FlatTable counter, int categories) throws InvalidCatBoostException {
        FlatTable use = counter.table(0).orElseThrow(() -> new InvalidCatBoostException("borders of no counter"));
        CounterBase base = CounterBase.read(
                use.table(0).orElseThrow(() -> new InvalidCatBoostException("a counter that counts nothing")));
        for (int category : base.categories()) {
            requireUsed(category, categories);
        }
        CounterTable table = Optional.ofNullable(counters.get(base))
                .orElseThrow(() -> new InvalidCatBoostException("a counter without counts"));
        int target = use.integer(1, 0);
        if (!base.hasTarget(target, table.targetClasses())) {
            throw new InvalidCatBoostException("a counter for class " + target + " of " + table.targetClasses());
        }
        bins.addBorders(counter.vector(1, Float.BYTES).count());
    }

    private void requireUsed(int category, int categories) throws InvalidCatBoostException {
        if (category < 0 || category >= categories || !features.get(category).used()) {
            throw new InvalidCatBoostException("categorical feature " + category + " of " + categories);
        }
    }

    private void checkTrees(FlatTable trees, int dimension) throws InvalidCatBoostException {
        int[] splits = trees.vector(1, Integer.BYTES).integers();
        int[] sizes = trees.vector(2, Integer.BYTES).integers();
        int[] starts = trees.vector(3, Integer.BYTES).integers();
        int[] steps = trees.vector(10, Integer.BYTES).integers();
        int[] leaves = trees.vector(11, Integer.BYTES).integers();
        int leafValues = trees.vector(8, Double.BYTES).count();
        int weights = trees.vector(9, Double.BYTES).count();
        TreeCheck check = new TreeCheck(dimension, bins, leafValues);
        TreeCheck.layout(sizes, starts, splits.length);
        if (steps.length == 0) {
            check.symmetric(sizes, splits);
        } else {
            check.asymmetric(sizes, splits, steps, leaves);
        }
        check.packed(splits, trees.vector(17, SPLIT).integers());
        if (weights != 0 && weights != leafValues / dimension) {
            throw new InvalidCatBoostException(weights + " weights of " + leafValues / dimension + " leaves");
        }
        int biases = trees.vector(16, Double.BYTES).count();
        if (biases != 0 && biases != dimension) {
            throw new InvalidCatBoostException(biases + " biases (expected: " + dimension + ")");
        }
    }

    private Footprint footprint(FlatTable core, FlatTable trees) throws InvalidCatBoostException {
        long numbers = (long) trees.vector(8, Double.BYTES).count()
                + trees.vector(9, Double.BYTES).count();
        long texts = 0;
        for (FlatTable entry : core.tables(2)) {
            texts += entry.string(0).length() + entry.string(1).length();
        }
        long splits = trees.vector(1, Integer.BYTES).count();
        return new Footprint(features.size(), bins.count(), splits, numbers, counterBytes, texts);
    }

    private static Map<String, String> info(FlatTable core) throws InvalidCatBoostException {
        Map<String, String> info = new HashMap<>();
        for (FlatTable entry : core.tables(2)) {
            info.put(entry.string(0), entry.string(1));
        }
        return info;
    }

    /** The next part of the file, without its length. */
    private ByteBuffer part() throws InvalidCatBoostException {
        int length = length();
        if (length > file.remaining()) {
            throw new InvalidCatBoostException("not a CatBoost model: " + file.remaining() + " bytes left (expected: "
                    + length + "); the file is incomplete or damaged");
        }
        ByteBuffer part = file.slice(file.position(), length);
        file.position(file.position() + length);
        return part;
    }

    private int length() throws InvalidCatBoostException {
        if (file.remaining() < Integer.BYTES) {
            throw new InvalidCatBoostException("not a CatBoost model: the file ends at byte " + file.limit());
        }
        int length = file.getInt();
        if (length < 0) {
            throw new InvalidCatBoostException("not a CatBoost model: a part of more than 2 GiB");
        }
        return length;
    }
}
