package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeBuilder;
import java.io.IOException;

/**
 * Reads the binary form that XGBoost wrote up to 2.x: C structures one after the other, little-endian, each with room
 * for later fields. Not for use by several threads.
 */
final class LegacyBooster {

    private static final int NO_CHILD = -1;
    private static final int MISSING_LEFT = 1 << 31;

    /** A node (parent, children, feature, threshold or leaf) and its statistics. */
    private static final int NODE_BYTES = 20;

    private static final int STATISTICS_BYTES = 16;

    private final BinarySource source;
    private final BoosterContents contents = new BoosterContents();

    private LegacyBooster(BinarySource source) {
        this.source = source;
    }

    static BoosterContents read(BinarySource source) throws IOException {
        return new LegacyBooster(source).read();
    }

    private BoosterContents read() throws IOException {
        contents.baseScore = new float[] {source.float32()};
        contents.features = source.int32();
        contents.classes = source.int32();
        boolean hasAttributes = source.int32() != 0;
        source.skip(4);
        contents.version = new LibraryVersion(source.int32(), source.int32());
        contents.baseScoreIsMargin = !contents.version.isAtLeast(1, 0);
        contents.targets = source.int32();
        source.skip(26 * 4);
        contents.objective = name("objective");
        contents.algorithm = name("booster");
        switch (contents.algorithm) {
            case "gbtree" -> readTrees();
            case "dart" -> {
                readTrees();
                if (!contents.trees.isEmpty()) {
                    contents.treeWeights = source.floats(source.int64(), "number of tree weights");
                }
            }
            case "gblinear" -> {
                source.skip(34 * 4);
                contents.linearWeights = source.floats(source.int64(), "number of weights");
            }
            default ->
                throw new InvalidBoosterException(
                        "booster: '" + contents.algorithm + "' (expected: gbtree, dart or gblinear)");
        }
        if (hasAttributes) {
            readAttributes();
        }
        return contents;
    }

    private void readTrees() throws IOException {
        int trees = source.int32();
        contents.parallelTrees = source.int32();
        source.skip(160 - 8);
        source.requireRun(trees, NODE_BYTES + STATISTICS_BYTES, "number of trees");
        for (int i = 0; i < trees; i++) {
            try {
                contents.trees.add(readTree());
            } catch (InvalidTreeException e) {
                throw new InvalidBoosterException("tree " + i + ": " + e.getMessage(), e);
            }
        }
        contents.treeGroups = source.ints(trees, "number of trees");
    }

    private Tree readTree() throws IOException {
        source.skip(4);
        int nodes = source.int32();
        source.skip(12);
        int leafSize = source.int32();
        source.skip(31 * 4);
        if (leafSize > 1) {
            throw new InvalidBoosterException("leaves of " + leafSize
                    + " values in the binary format can't be read; save the model as .json or .ubj");
        }
        source.requireRun(nodes, NODE_BYTES + STATISTICS_BYTES, "number of nodes");
        HeapRoom.requireForModel(TreeArrays.BYTES_PER_NODE * nodes);
        TreeBuilder tree = Tree.builder(nodes);
        for (int node = 0; node < nodes; node++) {
            readNode(tree, node);
        }
        source.skip((long) nodes * STATISTICS_BYTES);
        return tree.build();
    }

    private void readNode(TreeBuilder tree, int node) throws IOException {
        source.skip(4);
        int left = source.int32();
        int right = source.int32();
        int feature = source.int32();
        float value = source.float32();
        if (left == NO_CHILD) {
            tree.leaf(node, value);
        } else {
            tree.split(node, feature & ~MISSING_LEFT, value, (feature & MISSING_LEFT) != 0, left, right);
        }
    }

    private void readAttributes() throws IOException {
        long count = source.int64();
        source.requireRun(count, 16, "number of attributes");
        for (long i = 0; i < count; i++) {
            String key = source.text(source.int64(), "length of an attribute's name");
            contents.attributes.put(key, source.text(source.int64(), "length of an attribute"));
        }
    }

    private String name(String what) throws IOException {
        long length = source.int64();
        if (length > 64 || length < 1) {
            throw new InvalidBoosterException(
                    "not an XGBoost model: neither JSON nor UBJ, and not the older binary form"
                            + " either, where a name of the " + what + " of 1 to 64 bytes would follow");
        }
        return source.text(length, "length of a name");
    }
}
