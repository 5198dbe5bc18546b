package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.UnaryOp;
import dev.dnet.compiler.type.Size;

import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// What stands between brackets as a formula of indices and sizes: `2 * t + k - 1`.
final class IndexArithmetic {
    private final Function<Expr.Name, Optional<Size>> index;
    private final Function<Expr, Optional<Size>> size;

    /// @param index the symbol of a name that is an index
    /// @param size the value of anything else that is known when compiling
    IndexArithmetic(
            Function<Expr.Name, Optional<Size>> index, Function<Expr, Optional<Size>> size) {
        this.index = index;
        this.size = size;
    }

    /// Nothing where data decide, or an operation that indices do not have.
    Optional<Size> formula(Expr expr) {
        return switch (expr) {
            case Expr.Name n when index.apply(n).isPresent() -> index.apply(n);
            case Expr.Unary u when u.op() == UnaryOp.NEG ->
                    formula(u.operand()).map(s -> s.times(-1));
            case Expr.Binary b when b.op() == BinaryOp.ADD -> both(b, Size::plus);
            case Expr.Binary b when b.op() == BinaryOp.SUB -> both(b, Size::minus);
            case Expr.Binary b when b.op() == BinaryOp.MUL -> both(b, Size::times);
            default -> size.apply(expr);
        };
    }

    private Optional<Size> both(Expr.Binary b, BinaryOperator<Size> operation) {
        return formula(b.left()).flatMap(l -> formula(b.right()).map(r -> operation.apply(l, r)));
    }
}
