package dev.dnet.compiler.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a syntax tree is printed as: a word, or words in round brackets. On one line where that
/// fits.
sealed interface SExpression {
    int WIDTH = 100;

    record Atom(String text) implements SExpression {}

    record Node(List<SExpression> parts) implements SExpression {}

    static SExpression atom(String text) {
        return new Atom(text);
    }

    static SExpression quoted(String text) {
        var escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return new Atom("\"" + escaped.replace("\t", "\\t") + "\"");
    }

    static Builder node(String head) {
        return new Builder(head);
    }

    /// The text, its lines after the first indented by `indent` and more.
    static String print(SExpression expression, int indent) {
        var flat = flat(expression);
        return switch (expression) {
            case Atom _ -> flat;
            case Node _ when indent + flat.length() <= WIDTH -> flat;
            case Node(var parts) -> broken(parts, indent);
        };
    }

    private static String flat(SExpression expression) {
        return switch (expression) {
            case Atom(var text) -> text;
            case Node(var parts) ->
                    "(" + String.join(" ", parts.stream().map(SExpression::flat).toList()) + ")";
        };
    }

    private static String broken(List<SExpression> parts, int indent) {
        var result = new StringBuilder("(");
        var first = true;
        var onHeadLine = true;
        for (var part : parts) {
            onHeadLine &= part instanceof Atom;
            if (!first) {
                result.append(onHeadLine ? " " : "\n" + " ".repeat(indent + 2));
            }
            result.append(print(part, indent + 2));
            first = false;
        }
        return result.append(")").toString();
    }

    /// Collects the parts of a node.
    final class Builder {
        private final List<SExpression> parts = new ArrayList<>();

        private Builder(String head) {
            parts.add(new Atom(head));
        }

        Builder add(SExpression part) {
            parts.add(part);
            return this;
        }

        Builder atom(String text) {
            return add(new Atom(text));
        }

        Builder addAll(List<? extends SExpression> more) {
            parts.addAll(more);
            return this;
        }

        Builder maybe(Optional<? extends SExpression> part) {
            part.ifPresent(parts::add);
            return this;
        }

        /// `(name part)`, where there is a part.
        Builder maybe(String name, Optional<? extends SExpression> part) {
            part.ifPresent(p -> parts.add(new Node(List.of(new Atom(name), p))));
            return this;
        }

        SExpression build() {
            return new Node(List.copyOf(parts));
        }
    }
}
