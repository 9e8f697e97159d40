package dev.inferport.adapter.server;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * Finds every sentence with which a {@code LoadException} can be made, by reading the sources: what is not known before
 * it happens is {@code …}, alternatives are {@code <one|other>}. A method that makes one from parts stands for the
 * sentences of its callers.
 */
final class SentencesInSource {

    private static final String FAILURE = "LoadException";
    private static final String UNKNOWN = "…";

    /** A method, and in which class: names repeat. */
    private record Maker(String owner, String name, List<String> parameters, List<String> types, Tree body) {

        /** As far as one can tell without types: a reason is written as one. */
        boolean takes(List<? extends ExpressionTree> arguments) {
            boolean fits = arguments.size() == types.size();
            for (int i = 0; fits && i < types.size(); i++) {
                fits = types.get(i).endsWith("Reason")
                        == arguments.get(i).toString().contains("Reason.");
            }
            return fits;
        }
    }

    private final List<Maker> makers = new ArrayList<>();
    private final List<Maker> texts = new ArrayList<>();
    private final Set<String> sentences = new TreeSet<>();

    private SentencesInSource() {}

    /** One line per sentence: the reason, a tab, the sentence. */
    static Set<String> of(List<Path> sources) throws IOException {
        var found = new SentencesInSource();
        var units = parse(sources);
        for (var unit : units) {
            new Methods(found).scan(unit, null);
        }
        for (var unit : units) {
            new Failures(found).scan(unit, null);
        }
        return found.sentences;
    }

    private static List<CompilationUnitTree> parse(List<Path> sources) throws IOException {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK has a compiler");
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var units = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(units::add);
            return units;
        }
    }

    /** Collects the methods that make a failure or a part of its text. */
    private static final class Methods extends TreeScanner<Void, String> {

        private final SentencesInSource found;

        Methods(SentencesInSource found) {
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree node, String owner) {
            return super.visitClass(node, node.getSimpleName().toString());
        }

        @Override
        public Void visitMethod(MethodTree node, String owner) {
            var type = String.valueOf(node.getReturnType());
            if (node.getBody() != null && (type.equals(FAILURE) || type.equals("String"))) {
                var parameters = node.getParameters().stream()
                        .map(parameter -> parameter.getName().toString())
                        .toList();
                var types = node.getParameters().stream()
                        .map(parameter -> String.valueOf(parameter.getType()))
                        .toList();
                var maker =
                        new Maker(String.valueOf(owner), node.getName().toString(), parameters, types, node.getBody());
                (type.equals(FAILURE) ? found.makers : found.texts).add(maker);
            }
            return super.visitMethod(node, owner);
        }
    }

    /** Finds where failures are made. */
    private static final class Failures extends TreeScanner<Void, String> {

        private final SentencesInSource found;
        private boolean inMakerWithParts;

        Failures(SentencesInSource found) {
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree node, String owner) {
            return super.visitClass(node, node.getSimpleName().toString());
        }

        @Override
        public Void visitMethod(MethodTree node, String owner) {
            var before = inMakerWithParts;
            inMakerWithParts = String.valueOf(node.getReturnType()).equals(FAILURE)
                    && node.getParameters().stream().anyMatch(parameter -> String.valueOf(parameter.getType())
                            .equals("String"))
                    && !owner.equals(FAILURE);
            super.visitMethod(node, owner);
            inMakerWithParts = before;
            return null;
        }

        @Override
        public Void visitNewClass(NewClassTree node, String owner) {
            if (node.getIdentifier().toString().equals(FAILURE) && !inMakerWithParts && !owner.equals(FAILURE)) {
                found.add(owner, node, Map.of());
            }
            return super.visitNewClass(node, owner);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree node, String owner) {
            if (!inMakerWithParts) {
                found.maker(owner, node).ifPresent(maker -> found.addAll(owner, maker, node));
            }
            return super.visitMethodInvocation(node, owner);
        }
    }

    private Optional<Maker> maker(String owner, MethodInvocationTree call) {
        return method(makers, owner, call).filter(maker -> !maker.owner().equals(FAILURE));
    }

    /** In its own class, or in the class that it is called on, or the only one of its name. */
    private static Optional<Maker> method(List<Maker> methods, String owner, MethodInvocationTree call) {
        var select = call.getMethodSelect();
        var name = select instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : select.toString();
        var home = select instanceof MemberSelectTree member
                ? member.getExpression().toString()
                : owner;
        var same = methods.stream()
                .filter(method -> method.name().equals(name) && method.takes(call.getArguments()))
                .toList();
        var here = same.stream().filter(method -> method.owner().equals(home)).findFirst();
        return here.isPresent() || same.size() != 1 || !(select instanceof MemberSelectTree)
                ? here
                : Optional.of(same.get(0));
    }

    private void addAll(String owner, Maker maker, MethodInvocationTree call) {
        var parts = new LinkedHashMap<String, String>();
        for (int i = 0; i < maker.parameters().size(); i++) {
            parts.put(maker.parameters().get(i), text(owner, call.getArguments().get(i), Map.of()));
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitNewClass(NewClassTree node, Void nothing) {
                if (node.getIdentifier().toString().equals(FAILURE)) {
                    add(maker.owner(), node, parts);
                }
                return super.visitNewClass(node, null);
            }
        }.scan(maker.body(), null);
    }

    private void add(String owner, NewClassTree failure, Map<String, String> parts) {
        var arguments = failure.getArguments();
        var reason = text(owner, arguments.get(0), parts);
        var sentence = text(owner, arguments.get(1), parts);
        sentences.add((reason.matches("[A-Z_<>|]+") ? reason : "(by cause)") + "\t" + sentence);
    }

    private String text(String owner, ExpressionTree tree, Map<String, String> parts) {
        if (tree instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        } else if (tree instanceof ParenthesizedTree inner) {
            return text(owner, inner.getExpression(), parts);
        } else if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            return text(owner, sum.getLeftOperand(), parts) + text(owner, sum.getRightOperand(), parts);
        } else if (tree instanceof ConditionalExpressionTree choice) {
            return "<" + text(owner, choice.getTrueExpression(), parts) + "|"
                    + text(owner, choice.getFalseExpression(), parts) + ">";
        } else if (tree instanceof IdentifierTree name) {
            return parts.getOrDefault(name.getName().toString(), UNKNOWN);
        } else if (tree instanceof MemberSelectTree member
                && member.getExpression().toString().endsWith("Reason")) {
            return member.getIdentifier().toString();
        } else if (tree instanceof MethodInvocationTree call) {
            return method(texts, owner, call)
                    .filter(method -> method.owner().equals(owner))
                    .map(this::alternatives)
                    .orElse(UNKNOWN);
        }
        return UNKNOWN;
    }

    /** What a method returns where that is a text of its own, as for the remedy of a failure. */
    private String alternatives(Maker method) {
        var values = new ArrayList<ExpressionTree>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitReturn(ReturnTree node, Void nothing) {
                values.add(node.getExpression());
                return super.visitReturn(node, null);
            }

            @Override
            public Void visitYield(YieldTree node, Void nothing) {
                values.add(node.getValue());
                return super.visitYield(node, null);
            }

            @Override
            public Void visitCase(CaseTree node, Void nothing) {
                if (node.getBody() instanceof ExpressionTree value) {
                    values.add(value);
                }
                return super.visitCase(node, null);
            }
        }.scan(method.body(), null);
        var texts = values.stream()
                .map(value -> text(method.owner(), value, Map.of()))
                .filter(text -> !text.equals(UNKNOWN))
                .distinct()
                .collect(Collectors.joining("|"));
        return texts.isEmpty() ? UNKNOWN : "<" + texts + ">";
    }
}
