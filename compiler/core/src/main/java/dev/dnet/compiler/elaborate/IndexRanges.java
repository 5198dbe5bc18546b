package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.syntax.ast.Argument;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.IndexVar;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// How far an index runs: as far as the axis of the first tensor between whose brackets it stands
/// bare.
final class IndexRanges {
    private IndexRanges() {}

    static Optional<List<Size>> of(
            IndexVar index, Expr body, Function<Expr, Optional<Shape>> shape) {
        return accesses(body).flatMap(a -> range(index, a, shape).stream()).findFirst();
    }

    private static Optional<List<Size>> range(
            IndexVar index, Expr.Index access, Function<Expr, Optional<Shape>> shape) {
        if (access.subscripts().stream().anyMatch(s -> !(s instanceof Subscript.At))) {
            return Optional.empty();
        }
        var entries = access.subscripts().stream().map(s -> ((Subscript.At) s).index()).toList();
        if (entries.stream().noneMatch(e -> IndexNotation.names(e, index.name(), index.axes()))) {
            return Optional.empty();
        }
        return shape.apply(access.target())
                .flatMap(s -> ShapeMatch.align(entries, s))
                .flatMap(pairs ->
                        pairs.stream()
                                .filter(p ->
                                        IndexNotation.names(p.entry(), index.name(), index.axes()))
                                .map(ShapeMatch.Pair::sizes)
                                .findFirst());
    }

    /// The end of the range that is written for an index of a reduction in here.
    static Optional<Expr> given(Expr expr, String index) {
        return switch (expr) {
            case Expr.Reduce r -> {
                for (var variable : r.indices()) {
                    if (variable.name().text().equals(index)
                            && variable.range().orElse(r) instanceof Expr.Binary b) {
                        yield Optional.of(b.right());
                    }
                }
                yield given(r.body(), index);
            }
            case Expr.Binary b -> given(b.left(), index).or(() -> given(b.right(), index));
            case Expr.Unary u -> given(u.operand(), index);
            case Expr.Call c ->
                    c.arguments().stream()
                            .flatMap(a -> given(a.value(), index).stream())
                            .findFirst();
            default -> Optional.empty();
        };
    }

    static Stream<Expr.Index> accesses(Expr expr) {
        return switch (expr) {
            case Expr.Index i ->
                    Stream.concat(
                            Stream.of(i),
                            Stream.concat(
                                    accesses(i.target()),
                                    i.subscripts().stream()
                                            .filter(Subscript.At.class::isInstance)
                                            .flatMap(s -> accesses(((Subscript.At) s).index()))));
            case Expr.Binary b -> Stream.concat(accesses(b.left()), accesses(b.right()));
            case Expr.Unary u -> accesses(u.operand());
            case Expr.Call c ->
                    Stream.concat(
                            accesses(c.callee()),
                            c.arguments().stream()
                                    .map(Argument::value)
                                    .flatMap(IndexRanges::accesses));
            case Expr.Reduce r -> accesses(r.body());
            case Expr.If i ->
                    Stream.concat(
                            accesses(i.then()), i.orElse().stream().flatMap(IndexRanges::accesses));
            case Expr.Block b -> b.value().stream().flatMap(IndexRanges::accesses);
            default -> Stream.empty();
        };
    }
}
