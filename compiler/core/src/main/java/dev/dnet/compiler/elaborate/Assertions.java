package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.ops.RequireAll;
import dev.dnet.compiler.ops.RequireSizes;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// What `assert` states: proved when compiling, refused when compiling, or else checked by every
/// call, which it ends where it does not hold.
final class Assertions {
    private final Evaluator evaluator;

    Assertions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    void check(Stmt.Assert assertion, Env env) {
        check(assertion, assertion.condition(), env);
    }

    private void check(Stmt.Assert assertion, Expr condition, Env env) {
        if (condition instanceof Expr.Binary b && b.op() == BinaryOp.AND) {
            check(assertion, b.left(), env);
            check(assertion, b.right(), env);
        } else if (condition instanceof Expr.Binary b && b.op().isComparison()) {
            compare(assertion, b, env);
        } else {
            require(assertion, condition, evaluator.need(condition, env), env);
        }
    }

    private void compare(Stmt.Assert assertion, Expr.Binary comparison, Env env) {
        var left = evaluator.need(comparison.left(), env);
        var right = evaluator.need(comparison.right(), env);
        if (left instanceof Value.Int(Size a)
                && right instanceof Value.Int(Size b)
                && Numbers.decide(comparison.op(), a, b).isEmpty()) {
            if (!isProved(comparison.op(), a, b)) {
                var op = comparison.op().symbol();
                var text = comparison.span().text();
                var check = new RequireSizes(op, a, b, text, message(assertion, env));
                if (comparison.op() == BinaryOp.EQ) {
                    evaluator.session().facts().state(check, comparison.span());
                }
                add(check, List.of(), comparison.span());
            }
            return;
        }
        var holds = evaluator.operators().arithmetic(comparison, left, right);
        require(assertion, comparison, holds, env);
    }

    /// For all sizes from 1 up.
    private static boolean isProved(BinaryOp op, Size a, Size b) {
        return switch (op) {
            case LE -> Bounds.nonNegative(b.minus(a));
            case LT -> Bounds.nonNegative(b.minus(a).minus(1));
            case GE -> Bounds.nonNegative(a.minus(b));
            case GT -> Bounds.nonNegative(a.minus(b).minus(1));
            case NE ->
                    Bounds.nonNegative(b.minus(a).minus(1))
                            || Bounds.nonNegative(a.minus(b).minus(1));
            default -> false;
        };
    }

    private void require(Stmt.Assert assertion, Expr condition, Value holds, Env env) {
        switch (holds) {
            case Value.Bool(boolean truth) when truth -> {}
            case Value.Tensor t when t.type().element() == ElementType.BOOL ->
                    add(
                            new RequireAll(condition.span().text(), message(assertion, env)),
                            List.of(t.position()),
                            condition.span());
            case Value.Bool b -> throw failed(assertion, condition, env);
            default ->
                    throw Refusal.of(
                            Diagnostic.error(
                                            "assert/not-bool",
                                            condition.span(),
                                            "what is asserted is true or false, not "
                                                    + Describe.of(holds))
                                    .help("compare it with something"));
        }
    }

    private Refusal failed(Stmt.Assert assertion, Expr condition, Env env) {
        var message = message(assertion, env);
        return Refusal.of(
                "assert/failed",
                condition.span(),
                "`"
                        + condition.span().text()
                        + "` does not hold"
                        + (message.isEmpty() ? "" : ": " + message));
    }

    private String message(Stmt.Assert assertion, Env env) {
        Optional<Value> message = assertion.message().map(m -> evaluator.need(m, env));
        return message.isPresent() && message.get() instanceof Value.Text(String text) ? text : "";
    }

    private void add(Op check, List<Integer> operands, Span at) {
        var session = evaluator.session();
        var before = session.graph().at(at);
        session.check(session.graph().add(check, operands));
        session.graph().at(before);
    }
}
