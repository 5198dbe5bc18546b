package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Add;
import dev.dnet.compiler.ops.Cast;
import dev.dnet.compiler.ops.Const;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.SizeValue;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.type.Size;

import java.util.Optional;
import java.util.stream.IntStream;

/// `a : a + n` where `a` is a whole number that is data: a slice whose place is known when the
/// program runs, and whose length when it is compiled.
record MovingSlice(Value.Tensor start, Size length) {

    /// The slice of an axis of this size, if its start is data.
    static Optional<MovingSlice> of(
            Evaluator evaluator, Subscript.Slice slice, Size axis, Env env) {
        var start = slice.start().map(e -> evaluator.need(e, env));
        if (start.isEmpty() || !(start.get() instanceof Value.Tensor first)) {
            return Optional.empty();
        }
        check(first, slice);
        var length =
                slice.stop()
                        .map(e -> evaluator.need(e, env))
                        .filter(Value.Tensor.class::isInstance)
                        .flatMap(s -> beyond(evaluator.session(), first, (Value.Tensor) s))
                        .orElseThrow(() -> unknown(slice));
        if (axis.minus(length).constant().orElse(0) < 0) {
            throw Refusal.of(
                    "index/range",
                    slice.span(),
                    "a slice of " + length + " elements of an axis of " + axis);
        }
        return Optional.of(new MovingSlice(first, length));
    }

    private static void check(Value.Tensor start, Subscript.Slice slice) {
        if (start.type().rank() > 0 || !start.type().element().isInteger()) {
            throw Refusal.of(
                    "index/kind",
                    slice.span(),
                    "a slice begins at one whole number, not " + start.type(),
                    "for many rows, x[rows]");
        }
        if (slice.step().isPresent()) {
            throw Refusal.of(
                    "index/step",
                    slice.span(),
                    "a slice whose place is data has no step",
                    "take the slice first: x[a : a + n][::2]");
        }
    }

    private static Refusal unknown(Subscript.Slice slice) {
        return Refusal.of(
                "index/length",
                slice.span(),
                "how long this slice is, is not known when compiling",
                "write `x[a : a + n]` with the same `a` in both places, and a size `n`");
    }

    /// The numbers of all that it holds.
    Value.Tensor rows(Evaluator evaluator) {
        var session = evaluator.session();
        var first = new Expr(session.graph(), start.position());
        return session.tensor(Formulas.countedFrom(first, length).value());
    }

    /// The size that is added to the start.
    private static Optional<Size> beyond(Session session, Value.Tensor start, Value.Tensor stop) {
        var sum = session.graph().instr(stop.position());
        if (!(sum.op() instanceof Add)) {
            return Optional.empty();
        }
        int left = sum.args().get(0);
        int right = sum.args().get(1);
        return same(session, left, start.position())
                ? size(session, right)
                : same(session, right, start.position()) ? size(session, left) : Optional.empty();
    }

    /// Whether two values come about alike.
    private static boolean same(Session session, int a, int b) {
        var first = session.graph().instr(a);
        var second = session.graph().instr(b);
        return a == b
                || first.op().equals(second.op())
                        && (first.op() instanceof Const || !first.args().isEmpty())
                        && first.args().size() == second.args().size()
                        && IntStream.range(0, first.args().size())
                                .allMatch(k ->
                                        same(session, first.args().get(k), second.args().get(k)));
    }

    private static Optional<Size> size(Session session, int value) {
        var instr = session.graph().instr(value);
        return switch (instr.op()) {
            case Const c -> Optional.of(Size.of((long) c.value()));
            case SizeValue s -> Optional.of(s.size());
            case Cast c -> size(session, instr.args().getFirst());
            default -> Optional.empty();
        };
    }
}
