package dev.dnet.report;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names of the errors that sources can report. A name is a text like `shape/mismatch`, written
/// whole or put together (`"train/missing-" + word`); a part that the sources do not show is `*`.
///
/// @param certain each name with the files that report it
/// @param possible names put together of two parts that vary, so that not all of them need exist
record ErrorNames(SortedMap<String, Set<String>> certain, SortedMap<String, Set<String>> possible) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*/[a-z0-9*][a-z0-9*_-]*");
    private static final Pattern PART = Pattern.compile("[a-z0-9*/_-]*");
    private static final String UNKNOWN = "*";
    private static final int DEEPEST = 6;

    /// Reads all Java files of these folders.
    static ErrorNames read(List<Path> folders) throws IOException {
        var text = JavaText.read(sources(folders));
        var names = new ErrorNames(new TreeMap<>(), new TreeMap<>());
        text.written().forEach((expression, file) -> names.add(text, expression, file));
        names.possible().keySet().removeAll(names.certain().keySet());
        return names;
    }

    private void add(JavaText text, Tree expression, String file) {
        if (!mayBeName(expression)) {
            return;
        }
        var parts = parts(expression).map(part -> values(text, part, 0)).toList();
        var into = parts.stream().filter(p -> p.size() > 1).count() > 1 ? possible : certain;
        for (var value : parts.stream().reduce(Set.of(""), ErrorNames::joined)) {
            if (NAME.matcher(value).matches()) {
                into.computeIfAbsent(value, n -> new TreeSet<>()).add(file);
            }
        }
    }

    /// Whether the literals in it could stand in a name, and one has the slash.
    private static boolean mayBeName(Tree expression) {
        var literals =
                parts(expression)
                        .filter(LiteralTree.class::isInstance)
                        .map(part -> String.valueOf(((LiteralTree) part).getValue()))
                        .toList();
        return literals.stream().allMatch(l -> PART.matcher(l).matches())
                && literals.stream().anyMatch(l -> l.contains("/"));
    }

    private static List<Path> sources(List<Path> folders) throws IOException {
        var sources = new ArrayList<Path>();
        for (var folder : folders) {
            try (var files = Files.walk(folder)) {
                files.filter(f -> f.toString().endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        return sources;
    }

    private static Stream<Tree> parts(Tree expression) {
        return expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS
                ? Stream.of(sum.getLeftOperand(), sum.getRightOperand()).flatMap(ErrorNames::parts)
                : Stream.of(expression);
    }

    /// What an expression may be worth.
    private static Set<String> values(JavaText text, Tree expression, int depth) {
        if (depth > DEEPEST) {
            return Set.of(UNKNOWN);
        }
        return switch (expression) {
            case LiteralTree literal -> Set.of(String.valueOf(literal.getValue()));
            case ParenthesizedTree inner -> values(text, inner.getExpression(), depth);
            case BinaryTree sum ->
                    parts(sum)
                            .map(part -> values(text, part, depth + 1))
                            .reduce(Set.of(""), ErrorNames::joined);
            case ConditionalExpressionTree choice ->
                    values(
                            text,
                            List.of(choice.getTrueExpression(), choice.getFalseExpression()),
                            depth);
            case IdentifierTree name -> values(text, text.givenTo(name), depth);
            case MemberSelectTree name -> values(text, text.givenTo(name), depth);
            case MethodInvocationTree call -> values(text, text.givenTo(call), depth);
            default -> Set.of(UNKNOWN);
        };
    }

    private static Set<String> values(JavaText text, List<? extends Tree> any, int depth) {
        return any.isEmpty()
                ? Set.of(UNKNOWN)
                : any.stream()
                        .flatMap(tree -> values(text, tree, depth + 1).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> joined(Set<String> left, Set<String> right) {
        return left.stream()
                .flatMap(l -> right.stream().map(r -> l + r))
                .filter(sum -> PART.matcher(sum).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
