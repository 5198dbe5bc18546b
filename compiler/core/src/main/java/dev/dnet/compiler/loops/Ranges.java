package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Index expressions of axes whose extents are known: divisions by flattened shapes vanish, and
/// guards that always hold are dropped. [Bounds] proves it.
public final class Ranges {
    private final List<Axis> axes;

    public Ranges(Collection<Axis> axes) {
        this.axes = List.copyOf(axes);
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

    private boolean isWithin(Size value, Size bound) {
        return Bounds.inRange(value, bound, axes);
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
}
