package dev.dnet.compiler.codegen.jvm.contract;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A copy of a tensor with zeros around it, so that no access is out of range. Where an axis walks
/// the last dimension in steps, the copy has the elements of each rest of the division side by
/// side, and the walk becomes contiguous.
///
/// `step` is 1 or that number of parts of the last dimension.
record Staging(List<Dim> dims, long step) {
    Staging {
        dims = List.copyOf(dims);
    }

    /// A dimension: its extent in the tensor and in the copy, whose first element is the tensor's
    /// at `low`.
    record Dim(Size extent, Size padded, Size low, boolean guarded) {}

    /// A staging and the index into the copy.
    record Staged(Staging staging, Size index) {}

    /// Elements between neighbours of a dimension of the tensor.
    Size stride(int dim) {
        return Size.product(dims.subList(dim + 1, dims.size()).stream().map(Dim::extent).toList());
    }

    /// Elements of one part of the last dimension.
    Size part() {
        return dims.getLast().padded().plus(step - 1).floorDiv(step);
    }

    /// Rows of the copy.
    Size rows() {
        return Size.product(dims.subList(0, dims.size() - 1).stream().map(Dim::padded).toList());
    }

    Size elements() {
        return rows().times(part().times(step));
    }

    /// Empty where the checks are not those of the tensor's own dimensions.
    static Optional<Staged> of(Kernel.Operand operand, Shape shape, Factor.Axes axes) {
        return indices(operand, shape, axes)
                .flatMap(index -> of(operand.guard(), shape, index, axes));
    }

    private static Optional<Staged> of(
            Guard guard, Shape shape, List<Size> index, Factor.Axes axes) {
        var dims = new ArrayList<Dim>();
        var moved = new ArrayList<Size>();
        for (int d = 0; d < shape.rank(); d++) {
            var value = index.get(d);
            boolean guarded = isGuarded(guard, value, shape.size(d));
            if (!guarded) {
                dims.add(new Dim(shape.size(d), shape.size(d), Size.ZERO, false));
                moved.add(value);
                continue;
            }
            var low = bound(value, axes.all(), false);
            var high = bound(value, axes.all(), true);
            if (low.isEmpty() || high.isEmpty()) {
                return Optional.empty();
            }
            dims.add(new Dim(shape.size(d), high.get().minus(low.get()).plus(1), low.get(), true));
            moved.add(value.minus(low.get()));
        }
        long step = step(moved.getLast(), axes.across());
        var staging = new Staging(dims, step);
        return Optional.of(new Staged(staging, staging.flat(moved, axes.across())));
    }

    private static boolean isGuarded(Guard guard, Size value, Size extent) {
        return guard.checks().contains(new Guard.Check.InRange(value, extent));
    }

    /// The step of the innermost out axis in the last dimension.
    private static long step(Size value, List<Axis> across) {
        if (across.isEmpty()) {
            return 1;
        }
        var step = Linear.coefficient(value, across.getLast().name());
        return step.filter(Size::isConstant).map(Size::value).filter(s -> s > 1).orElse(1L);
    }

    private Size flat(List<Size> index, List<Axis> across) {
        var flat = Size.ZERO;
        for (int d = 0; d < dims.size() - 1; d++) {
            flat = flat.times(dims.get(d).padded()).plus(index.get(d));
        }
        var last = index.getLast();
        if (step == 1) {
            return flat.times(part()).plus(last);
        }
        var walk = across.getLast().index();
        var rest = last.minus(walk.times(step));
        return flat.times(step)
                .plus(rest.mod(Size.of(step)))
                .times(part())
                .plus(walk)
                .plus(rest.floorDiv(step));
    }

    /// The smallest or largest value of a sum of multiples of axes.
    private static Optional<Size> bound(Size value, List<Axis> axes, boolean upper) {
        var rest = value;
        var bound = Size.ZERO;
        for (var axis : axes) {
            var factor = Linear.coefficient(value, axis.name());
            if (factor.isEmpty() || !factor.get().isConstant()) {
                return Optional.empty();
            }
            rest = Linear.without(rest, axis.name());
            if (factor.get().value() > 0 == upper) {
                bound = bound.plus(axis.extent().minus(1).times(factor.get()));
            }
        }
        return Optional.of(bound.plus(rest));
    }

    /// The index of each dimension: those of the checks, and the rest of the flat index for the
    /// others.
    private static Optional<List<Size>> indices(
            Kernel.Operand operand, Shape shape, Factor.Axes axes) {
        var checks = new ArrayList<Guard.Check.InRange>();
        for (var check : operand.guard().checks()) {
            switch (check) {
                case Guard.Check.InRange r -> checks.add(r);
                case Guard.Check.Divides d -> {
                    return Optional.empty();
                }
            }
        }
        return assign(operand.index(), shape, checks, new Size[shape.rank()], axes);
    }

    /// Tries the dimensions of the right extent for each check.
    private static Optional<List<Size>> assign(
            Size flat,
            Shape shape,
            List<Guard.Check.InRange> checks,
            Size[] index,
            Factor.Axes axes) {
        if (checks.isEmpty()) {
            return rest(flat, shape, index, axes);
        }
        var check = checks.getFirst();
        for (int d = 0; d < shape.rank(); d++) {
            if (index[d] == null && shape.size(d).equals(check.extent())) {
                var tried = index.clone();
                tried[d] = check.value();
                var found = assign(flat, shape, checks.subList(1, checks.size()), tried, axes);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<List<Size>> rest(
            Size flat, Shape shape, Size[] index, Factor.Axes axes) {
        var rest = flat;
        for (int d = 0; d < index.length; d++) {
            if (index[d] != null) {
                rest =
                        rest.minus(
                                index[d].times(
                                        Size.product(shape.sizes().subList(d + 1, shape.rank()))));
            }
        }
        var others = new Ranges(axes.all()).unflatten(rest, shape);
        var all = new ArrayList<Size>();
        for (int d = 0; d < index.length; d++) {
            boolean checked = index[d] != null;
            if (checked && !others.get(d).is(0) || !isLinear(others.get(d), axes)) {
                return Optional.empty();
            }
            all.add(checked ? index[d] : others.get(d));
        }
        return Optional.of(all);
    }

    private static boolean isLinear(Size value, Factor.Axes axes) {
        return axes.all().stream().allMatch(a -> Linear.coefficient(value, a.name()).isPresent());
    }
}
