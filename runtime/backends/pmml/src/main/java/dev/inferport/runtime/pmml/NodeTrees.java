package dev.inferport.runtime.pmml;

import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pmml4s.common.SimplePredicate;
import org.pmml4s.model.Node;
import org.pmml4s.model.TreeModel;
import scala.Enumeration;

/**
 * Makes a tree of ours of the nodes of a tree model. Where PMML tries the children of a node one after the other, there
 * is a split for each; where a missing value ends the way, it leads to a leaf of its own.
 */
final class NodeTrees {

    private static final int MOST_NODES = 1 << 22;

    private final TreeModel model;
    private final Map<String, Integer> columns;
    private final LeafValues leaves;
    private final List<BiConsumer<TreeBuilder, Integer>> nodes = new ArrayList<>();

    /** What a node adds to the result where the way ends in it. */
    interface LeafValues {

        /** The node's own values; NaN where it has none. */
        double[] of(Node node);

        /** Of a way that ends without a result. */
        double[] none();
    }

    private NodeTrees(TreeModel model, Map<String, Integer> columns, LeafValues leaves) {
        this.model = model;
        this.columns = columns;
        this.leaves = leaves;
    }

    /**
     * The tree, or empty where a node asks for more than a comparison with a number.
     *
     * @param columns the places of the fields in a row
     */
    static Optional<Tree> compile(TreeModel model, Map<String, Integer> columns, LeafValues leaves) {
        NodeTrees made = new NodeTrees(model, columns, leaves);
        try {
            made.add(model.node());
            TreeBuilder tree = Tree.builder(made.nodes.size());
            for (int i = 0; i < made.nodes.size(); i++) {
                made.nodes.get(i).accept(tree, i);
            }
            return Optional.of(tree.build());
        } catch (InvalidTreeException e) {
            return Optional.empty();
        }
    }

    private int add(Node node) {
        return node.isLeaf() ? addLeaf(leaves.of(node)) : addChildren(node);
    }

    private int addLeaf(double[] values) {
        return place((tree, node) -> {
            if (values.length == 1) {
                tree.leaf(node, values[0]);
            } else {
                tree.leaf(node, values);
            }
        });
    }

    private int place(BiConsumer<TreeBuilder, Integer> node) {
        if (nodes.size() == MOST_NODES) {
            throw new InvalidTreeException("more than " + MOST_NODES + " nodes");
        }
        nodes.add(node);
        return nodes.size() - 1;
    }

    private int addChildren(Node node) {
        Node[] children = node.children();
        if (children[0].predicate().isTrue()) {
            return add(children[0]);
        }
        int column = column(children[0]);
        for (Node child : children) {
            if (!child.predicate().isTrue() && column(child) != column) {
                throw new InvalidTreeException("children that ask for different fields");
            }
        }
        Optional<Node> ifMissing = ifMissing(node);
        boolean first = ifMissing.filter(child -> child == children[0]).isPresent();
        boolean last = ifMissing.filter(child -> child != children[0]).isPresent();
        if (first || (last && rest(children).length == 1)) {
            return addSplit(node, children, first);
        }
        // A threshold that every number is below, so that only missing values go right.
        int split = place((tree, at) -> {});
        int numbers = addSplit(node, children, true);
        int missing = ifMissing.isPresent() ? add(ifMissing.get()) : addLeaf(ifNoneIsTrue(node, true));
        nodes.set(split, (tree, at) -> tree.split(at, column, Double.POSITIVE_INFINITY, false, numbers, missing));
        return split;
    }

    /** The child that a missing value leads to, or empty where the way ends. */
    private Optional<Node> ifMissing(Node node) {
        Optional<Node> unconditional = Arrays.stream(node.children())
                .filter(child -> child.predicate().isTrue())
                .findFirst();
        if (unconditional.isPresent() || !strategy().equals("defaultChild")) {
            return unconditional;
        }
        return node.defaultChildNode().isDefined()
                ? Optional.of(node.defaultChildNode().get())
                : Optional.empty();
    }

    private String strategy() {
        return model.missingValueStrategy().toString();
    }

    /** Where no child is right: the node itself, or nothing. */
    private double[] ifNoneIsTrue(Node node, boolean missing) {
        boolean lastPrediction =
                switch (missing ? strategy() : "none") {
                    case "lastPrediction" -> true;
                    case "nullPrediction" -> false;
                    case "defaultChild", "none" ->
                        model.noTrueChildStrategy().toString().equals("returnLastPrediction");
                    default -> throw new InvalidTreeException("missing values: " + strategy());
                };
        return lastPrediction ? leaves.of(node) : leaves.none();
    }

    private int addSplit(Node parent, Node[] children, boolean missingFirst) {
        SimplePredicate question = (SimplePredicate) children[0].predicate();
        String operator = question.operator().toString();
        boolean upwards = operator.startsWith("greater");
        int split = place((tree, at) -> {});
        int yes = add(children[0]);
        Node[] rest = rest(children);
        int no = rest.length == 0
                ? addLeaf(ifNoneIsTrue(parent, false))
                : rest.length == 1 && isOtherwise(question, rest[0]) ? add(rest[0]) : addSplit(parent, rest, true);
        double threshold = threshold(question);
        int column = column(children[0]);
        nodes.set(split, (tree, at) -> {
            int left = upwards ? no : yes;
            int right = upwards ? yes : no;
            tree.split(at, column, threshold, missingFirst != upwards, left, right);
        });
        return split;
    }

    private static Node[] rest(Node[] children) {
        return Arrays.copyOfRange(children, 1, children.length);
    }

    /** Whether a child is right whenever the one before it is not. */
    private static boolean isOtherwise(SimplePredicate question, Node child) {
        if (child.predicate().isTrue()) {
            return true;
        }
        return child.predicate() instanceof SimplePredicate other
                && other.value() == question.value()
                && complement(question.operator()).equals(other.operator().toString());
    }

    private static String complement(Enumeration.Value operator) {
        return switch (operator.toString()) {
            case "lessThan" -> "greaterOrEqual";
            case "lessOrEqual" -> "greaterThan";
            case "greaterThan" -> "lessOrEqual";
            default -> "lessThan";
        };
    }

    /** What values are compared with by {@code <=}, on the way left. */
    private static double threshold(SimplePredicate question) {
        if (!Double.isFinite(question.value())) {
            throw new InvalidTreeException("a threshold of " + question.value());
        }
        return switch (question.operator().toString()) {
            case "lessOrEqual", "greaterThan" -> question.value();
            case "lessThan", "greaterOrEqual" -> Math.nextDown(question.value());
            default -> throw new InvalidTreeException("a question for " + question.operator());
        };
    }

    private int column(Node child) {
        @Nullable
        Integer column = child.predicate() instanceof SimplePredicate question
                ? columns.get(question.field().name())
                : null;
        if (column == null) {
            throw new InvalidTreeException("a question that is no comparison of an input");
        }
        return column;
    }
}
