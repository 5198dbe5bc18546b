package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of index expressions: an axis lies in `[0, extent)`, every size of the program is
/// at least 1. With it, divisions by flattened shapes vanish and guards that always hold are
/// dropped.
public final class Ranges {
    private final Map<String, Size> extents = new HashMap<>();

    public Ranges(Collection<Axis> axes) {
        for (var axis : axes) {
            extents.put(axis.name(), axis.extent());
        }
    }

    /// The flat offset of an index.
    public static Size flatten(List<Size> index, Shape shape) {
        var flat = Size.ZERO;
        for (int a = 0; a < shape.rank(); a++) {
            flat = flat.times(shape.size(a)).plus(index.get(a));
        }
        return flat;
    }

    /// The index of a flat offset.
    public List<Size> unflatten(Size flat, Shape shape) {
        var index = new ArrayList<Size>();
        var rest = flat;
        for (int a = 0; a < shape.rank(); a++) {
            var stride = Size.product(shape.sizes().subList(a + 1, shape.rank()));
            index.add(floorDiv(rest, stride));
            rest = mod(rest, stride);
        }
        return index;
    }

    public Size floorDiv(Size value, Size divisor) {
        var split = split(value, divisor);
        return isWithin(split.rest, divisor) ? split.quotient : value.floorDiv(divisor);
    }

    public Size mod(Size value, Size divisor) {
        var split = split(value, divisor);
        return isWithin(split.rest, divisor) ? split.rest : value.mod(divisor);
    }

    private record Split(Size quotient, Size rest) {}

    private static Split split(Size value, Size divisor) {
        var quotient = Size.ZERO;
        var rest = Size.ZERO;
        for (var term : value.terms()) {
            var part = termSize(term);
            var exact = part.exactDiv(divisor);
            if (exact.isPresent()) {
                quotient = quotient.plus(exact.get());
            } else {
                rest = rest.plus(part);
            }
        }
        return new Split(quotient, rest);
    }

    private static Size termSize(Size.Term term) {
        var size = Size.of(term.coefficient());
        for (var factor : term.factors()) {
            size = size.times(Size.of(factor));
        }
        return size;
    }

    /// Whether `0 <= value < bound` always holds.
    public boolean isWithin(Size value, Size bound) {
        var low = bound(value, false);
        var high = bound(value, true);
        return low.isPresent()
                && high.isPresent()
                && isNonNegative(low.get())
                && isNonNegative(bound.minus(high.get()).minus(1));
    }

    /// Drops the checks that always hold.
    public Guard simplify(Guard guard) {
        return new Guard(
                guard.checks().stream()
                        .filter(c ->
                                switch (c) {
                                    case Guard.Check.InRange r -> !isWithin(r.value(), r.extent());
                                    case Guard.Check.Divides d ->
                                            d.value().exactDiv(d.divisor()).isEmpty();
                                })
                        .toList());
    }

    /// The largest or smallest value as a polynomial in sizes alone, if it is easy to see.
    private Optional<Size> bound(Size value, boolean upper) {
        var sum = Size.ZERO;
        for (var term : value.terms()) {
            var product = Size.of(term.coefficient());
            boolean high = upper == term.coefficient() > 0;
            for (var factor : term.factors()) {
                var limit = limit(factor, high);
                if (limit.isEmpty()) {
                    return Optional.empty();
                }
                product = product.times(limit.get());
            }
            sum = sum.plus(product);
        }
        return Optional.of(sum);
    }

    private Optional<Size> limit(Atom factor, boolean high) {
        return switch (factor) {
            case Atom.Symbol s when s.name().startsWith("%") -> Optional.empty();
            case Atom.Symbol s when extents.containsKey(s.name()) ->
                    Optional.of(high ? extents.get(s.name()).minus(1) : Size.ZERO);
            case Atom.Symbol s -> Optional.of(Size.of(s));
            case Atom.Mod m -> high ? Optional.of(m.divisor().minus(1)) : Optional.of(Size.ZERO);
            case Atom.FloorDiv d when !mentionsAxis(Size.of(factor)) ->
                    Optional.of(Size.of(factor));
            case Atom.FloorDiv d when d.divisor().isConstant() && d.divisor().value() > 0 ->
                    bound(d.dividend(), high)
                            .filter(Size::isConstant)
                            .map(b -> b.floorDiv(d.divisor()));
            case Atom.FloorDiv d -> Optional.empty();
            case Atom.Min m ->
                    mentionsAxis(Size.of(factor)) ? Optional.empty() : Optional.of(Size.of(factor));
            case Atom.Max m ->
                    mentionsAxis(Size.of(factor)) ? Optional.empty() : Optional.of(Size.of(factor));
        };
    }

    private boolean mentionsAxis(Size value) {
        return value.symbols().stream().anyMatch(s -> extents.containsKey(s) || s.startsWith("%"));
    }

    /// Whether a polynomial in sizes is never negative: with each size written as 1 + something, no
    /// coefficient is.
    public static boolean isNonNegative(Size value) {
        if (value.terms().stream().allMatch(t -> t.coefficient() >= 0)) {
            return true;
        }
        if (value.terms().stream().allMatch(t -> t.coefficient() < 0)) {
            return false;
        }
        var shifted = new HashMap<String, Size>();
        value.symbols().forEach(s -> shifted.put(s, Size.symbol(s).plus(1)));
        return value.substitute(shifted).terms().stream().allMatch(t -> t.coefficient() >= 0);
    }
}
