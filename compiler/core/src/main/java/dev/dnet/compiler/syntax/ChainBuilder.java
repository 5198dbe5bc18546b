package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.UnaryOp;

import java.util.List;
import java.util.Optional;

/// Applies precedence to a flat chain of operators and operands. Comparisons do not chain; `**`
/// associates to the right, everything else to the left.
final class ChainBuilder {
    /// One link of a chain.
    sealed interface Link {
        record Operand(Expr expr) implements Link {}

        record Prefix(Span span, UnaryOp op) implements Link {}

        record Infix(Span span, BinaryOp op) implements Link {}
    }

    private final List<Link> links;
    private int at;

    private ChainBuilder(List<Link> links) {
        this.links = links;
    }

    static Expr build(List<Link> links, Diagnostics diagnostics) {
        reportChains(links, diagnostics);
        return new ChainBuilder(links).binary(0);
    }

    private Expr binary(int loosest) {
        var left = unary();
        while (at < links.size()
                && links.get(at) instanceof Link.Infix infix
                && infix.op().precedence() >= loosest) {
            at++;
            var op = infix.op();
            var right = binary(op.precedence() + (op == BinaryOp.POW ? 0 : 1));
            left = new Expr.Binary(left.span().merge(right.span()), op, left, right);
        }
        return left;
    }

    private Expr unary() {
        return switch (links.get(at++)) {
            case Link.Operand operand -> operand.expr();
            case Link.Prefix prefix -> {
                var operand = binary(prefix.op().precedence());
                yield new Expr.Unary(prefix.span().merge(operand.span()), prefix.op(), operand);
            }
            case Link.Infix infix -> throw new IllegalStateException("no operand before " + infix);
        };
    }

    private static void reportChains(List<Link> links, Diagnostics diagnostics) {
        Optional<Span> before = Optional.empty();
        for (var link : links) {
            if (link instanceof Link.Infix(var span, var op)) {
                if (op.isComparison()) {
                    before.ifPresent(first -> diagnostics.add(chained(span, first)));
                    before = Optional.of(span);
                } else if (op.precedence() < BinaryOp.EQ.precedence()) {
                    before = Optional.empty();
                }
            }
        }
    }

    private static Diagnostic chained(Span second, Span first) {
        return Diagnostic.error("syntax/chained-comparison", second, "comparisons do not chain")
                .label(first, "what this gives is already true or false")
                .help("write `a < b and b < c`");
    }
}
