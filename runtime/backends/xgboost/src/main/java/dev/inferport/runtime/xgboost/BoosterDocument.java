package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.trees.InvalidTreeException;
import java.io.IOException;
import java.util.Locale;

/** Reads a model of XGBoost 1.0 or later from its document, in JSON or UBJ. Not for use by several threads. */
final class BoosterDocument {

    private final ModelDocument document;
    private final BoosterContents contents = new BoosterContents();
    private final CategoryAllowance allowance;
    private boolean learnerSeen;

    private BoosterDocument(ModelDocument document, long length) {
        this.document = document;
        this.allowance = new CategoryAllowance(length);
    }

    /** @param length of the document in bytes */
    static BoosterContents read(ModelDocument document, long length) throws IOException {
        return new BoosterDocument(document, length).read();
    }

    private BoosterContents read() throws IOException {
        document.object(name -> {
            switch (name) {
                case "learner" -> {
                    learnerSeen = true;
                    document.object(this::readLearner);
                }
                case "version" -> contents.version = version(document.ints());
                default -> document.skip();
            }
        });
        if (!learnerSeen) {
            throw new InvalidBoosterException("not an XGBoost model: the document has no field 'learner'");
        }
        return contents;
    }

    private static LibraryVersion version(int[] numbers) {
        return numbers.length < 2 ? LibraryVersion.UNKNOWN : new LibraryVersion(numbers[0], numbers[1]);
    }

    private void readLearner(String name) throws IOException {
        switch (name) {
            case "attributes" -> document.object(key -> contents.attributes.put(key, document.text()));
            case "gradient_booster" -> document.object(this::readBooster);
            case "learner_model_param" -> document.object(this::readLearnerParameter);
            case "objective" -> document.object(this::readObjective);
            default -> document.skip();
        }
    }

    private void readObjective(String name) throws IOException {
        if (name.equals("name")) {
            contents.objective = document.text();
        } else {
            document.skip();
        }
    }

    private void readLearnerParameter(String name) throws IOException {
        switch (name) {
            case "base_score" -> contents.baseScore = Numbers.floats(name, document.text());
            case "boost_from_average" -> contents.baseScoreIsEstimated = Numbers.integer(name, document.text()) != 0;
            case "num_feature" -> contents.features = Numbers.integer(name, document.text());
            case "num_class" -> contents.classes = Numbers.integer(name, document.text());
            case "num_target" -> contents.targets = Numbers.integer(name, document.text());
            default -> document.skip();
        }
    }

    private void readBooster(String name) throws IOException {
        switch (name) {
            case "name" -> contents.algorithm = document.text();
            case "model" -> document.object(this::readModel);
            case "weight_drop" -> contents.treeWeights = document.floats();
            case "gbtree" -> document.object(this::readInnerBooster);
            default -> document.skip();
        }
    }

    /** Up to 3.0, dart wraps the trees' booster, which has a name of its own. */
    private void readInnerBooster(String name) throws IOException {
        if (name.equals("model")) {
            document.object(this::readModel);
        } else {
            document.skip();
        }
    }

    private void readModel(String name) throws IOException {
        switch (name) {
            case "gbtree_model_param" -> document.object(this::readTreesParameter);
            case "trees" -> document.array(this::readTree);
            case "tree_info" -> contents.treeGroups = document.ints();
            case "iteration_indptr" -> contents.roundStarts = document.ints();
            case "weight_drop" -> contents.treeWeights = document.floats();
            case "weights" -> contents.linearWeights = document.floats();
            default -> document.skip();
        }
    }

    private void readTreesParameter(String name) throws IOException {
        if (name.equals("num_parallel_tree")) {
            contents.parallelTrees = Numbers.integer(name, document.text());
        } else {
            document.skip();
        }
    }

    private void readTree() throws IOException {
        try {
            contents.trees.add(TreeArrays.read(document, allowance).toTree());
        } catch (InvalidTreeException e) {
            throw new InvalidBoosterException(
                    String.format(Locale.ROOT, "tree %d: %s", contents.trees.size(), e.getMessage()), e);
        }
    }
}
