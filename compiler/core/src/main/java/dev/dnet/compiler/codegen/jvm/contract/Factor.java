package dev.dnet.compiler.codegen.jvm.contract;

import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A factor of a contraction as `base + across + along`: the part of its index that the batch axes
/// move, the part that its own out axes move (rows or columns), and the part that the reduce axes
/// move. Its elements lie in a buffer, or in the scratch memory of a [Staging].
record Factor(
        int buffer,
        Optional<Staging> staging,
        Size base,
        Size across,
        Size along,
        Packing.Order order) {

    /// Empty where the index is not such a sum.
    static Optional<Factor> of(int buffer, Optional<Staging> staging, Size index, Axes axes) {
        var fixed = zero(index, axes.across(), axes.along());
        var across = zero(index, axes.along()).minus(fixed);
        var along = zero(index, axes.across()).minus(fixed);
        boolean splits = index.equals(fixed.plus(across).plus(along));
        var others = names(axes.batch());
        boolean free =
                Stream.of(across, along)
                                .flatMap(s -> s.symbols().stream())
                                .noneMatch(others::contains)
                        && index.symbols().stream().noneMatch(s -> s.startsWith("%"));
        return splits && free
                ? Optional.of(new Factor(buffer, staging, fixed, across, along, order(index, axes)))
                : Optional.empty();
    }

    /// The axes as one factor sees them.
    record Axes(List<Axis> batch, List<Axis> across, List<Axis> along) {
        List<Axis> all() {
            return Stream.of(batch, across, along).flatMap(List::stream).toList();
        }
    }

    private static Set<String> names(List<Axis> axes) {
        return axes.stream().map(Axis::name).collect(Collectors.toSet());
    }

    @SafeVarargs
    private static Size zero(Size index, Collection<Axis>... groups) {
        Map<String, Size> zeros = new HashMap<>();
        for (var group : groups) {
            group.forEach(a -> zeros.put(a.name(), Size.ZERO));
        }
        return index.substitute(zeros);
    }

    private static Packing.Order order(Size index, Axes axes) {
        if (axes.across().stream().anyMatch(a -> Linear.isUnit(index, a))) {
            return Packing.Order.ACROSS;
        }
        return axes.along().stream().anyMatch(a -> Linear.isUnit(index, a))
                ? Packing.Order.ALONG
                : Packing.Order.NEITHER;
    }
}
