package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What is known of the range of whole numbers when compiling: positions are below the size of
/// their axis, a remainder is below its divisor, moving elements about changes none of them.
final class IndexRange {
    private IndexRange() {}

    /// Whether all elements are known to be from 0 to `extent - 1`.
    static boolean isInside(Expr x, Size extent) {
        return isAtLeastZero(x) && isBelow(x, extent);
    }

    private static boolean isAtLeastZero(Expr x) {
        var instr = x.graph().instr(x.value());
        return switch (instr.op()) {
            case Const c -> c.value() >= 0;
            case SizeValue s -> Bounds.nonNegative(s.size());
            case Maximum m -> any(x, instr, IndexRange::isAtLeastZero);
            case Minimum m -> all(x, instr, 0, IndexRange::isAtLeastZero);
            case Mod m -> isAtLeastZero(operand(x, instr, 1));
            case Pad p -> p.value() >= 0 && all(x, instr, 0, IndexRange::isAtLeastZero);
            default ->
                    limit(x, instr).isPresent()
                            || isMoved(x, instr) && all(x, instr, IndexRange::isAtLeastZero);
        };
    }

    private static boolean isBelow(Expr x, Size extent) {
        var instr = x.graph().instr(x.value());
        Predicate<Expr> below = part -> isBelow(part, extent);
        return switch (instr.op()) {
            case Const c -> Bounds.nonNegative(extent.minus((long) Math.ceil(c.value())).minus(1));
            case SizeValue s -> Bounds.nonNegative(extent.minus(s.size()).minus(1));
            case Minimum m -> any(x, instr, below);
            case Maximum m -> all(x, instr, 0, below);
            case Mod m -> isBelow(operand(x, instr, 1), extent.plus(1));
            case Pad p ->
                    Bounds.nonNegative(extent.minus((long) Math.ceil(p.value())).minus(1))
                            && all(x, instr, 0, below);
            default ->
                    limit(x, instr)
                                    .filter(size -> Bounds.nonNegative(extent.minus(size)))
                                    .isPresent()
                            || isMoved(x, instr) && all(x, instr, below);
        };
    }

    /// The size that all results are below, and none below zero, of an operation that says it.
    private static Optional<Size> limit(Expr x, Instr instr) {
        return switch (instr.op()) {
            case Iota i -> Optional.of(i.shape().size(i.axis()));
            case CheckIndices c -> Optional.of(c.extent());
            case ArgSort s -> Optional.of(x.shape().size(s.axis()));
            case ArgReduction r ->
                    Optional.of(
                            Size.product(
                                    r.axes().stream()
                                            .map(a -> operand(x, instr, 0).shape().size(a))
                                            .toList()));
            default -> Optional.empty();
        };
    }

    /// Whether the elements are those of the operands: in another order, or, wider, as they were.
    private static boolean isMoved(Expr x, Instr instr) {
        return switch (instr.op()) {
            case Reshape r -> true;
            case Broadcast b -> true;
            case Transpose t -> true;
            case Reverse r -> true;
            case Concat c -> true;
            case Slice s -> true;
            case Select s -> true;
            case Cast c ->
                    c.to() == ElementType.I64
                            && operand(x, instr, 0).type().element() == ElementType.I32;
            default -> false;
        };
    }

    private static Expr operand(Expr x, Instr instr, int k) {
        return new Expr(x.graph(), instr.args().get(k));
    }

    /// Of those operands that the elements come from.
    private static boolean all(Expr x, Instr instr, Predicate<Expr> holds) {
        return all(x, instr, instr.op() instanceof Select ? 1 : 0, holds);
    }

    private static boolean all(Expr x, Instr instr, int from, Predicate<Expr> holds) {
        return IntStream.range(from, instr.args().size())
                .allMatch(k -> holds.test(operand(x, instr, k)));
    }

    private static boolean any(Expr x, Instr instr, Predicate<Expr> holds) {
        return IntStream.range(0, instr.args().size())
                .anyMatch(k -> holds.test(operand(x, instr, k)));
    }
}
