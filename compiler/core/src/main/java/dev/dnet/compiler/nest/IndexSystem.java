package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tensors of a sum of products and how each is indexed by common axes: `y[n, h] += x[n, 2 * h
/// + i] * w[i]` is three tensors over `n, h, i`. None of them is distinguished, so the sum's
///   derivative with respect to one of them is the same system [solved for][#solveFor] the indices
///   of that one.
public record IndexSystem(List<Axis> axes, List<Indexed> tensors) {
    public IndexSystem {
        axes = List.copyOf(axes);
        tensors = List.copyOf(tensors);
    }

    /// A tensor and its indices.
    public record Indexed(List<Access> access, Shape shape) {
        public Indexed {
            access = List.copyOf(access);
            if (access.size() != shape.rank()) {
                throw new IllegalArgumentException(access + " indexes " + shape);
            }
        }

        public static Indexed by(List<Axis> axes) {
            return new Indexed(
                    Access.of(axes), new Shape(axes.stream().map(Axis::extent).toList()));
        }

        private boolean spans(Axis axis) {
            for (int d = 0; d < access.size(); d++) {
                if (access.get(d).is(axis) && shape.size(d).equals(axis.extent())) {
                    return true;
                }
            }
            return false;
        }

        private Indexed substitute(Axis axis, Access value) {
            return new Indexed(access.stream().map(a -> a.substitute(axis, value)).toList(), shape);
        }
    }

    /// The system with one tensor as the result: its own axes, those to sum over, and the indices
    /// of all tensors.
    public record Solved(List<Axis> out, List<Axis> reduce, List<List<Access>> access) {}

    /// Nothing where the indices of the target cannot be chosen freely, as on a diagonal.
    public Optional<Solved> solveFor(int target) {
        return new Solver(this, target).solve();
    }

    /// Before: `y[n, h] += x[n, 2 * h + i - 1] * w[i]`, target `x`. After: `x[n, h1] += y[n, (h1 -
    /// i + 1) / 2] * w[i]`.
    private static final class Solver {
        private final int target;
        private final List<Indexed> tensors;
        private final List<Axis> free;
        private final Set<String> names = new HashSet<>();

        Solver(IndexSystem system, int target) {
            this.target = target;
            this.tensors = new ArrayList<>(system.tensors);
            this.free = new ArrayList<>(system.axes);
            free.forEach(a -> names.add(a.name()));
        }

        Optional<Solved> solve() {
            var out = bareAxes();
            for (int d = 0; d < tensors.get(target).shape().rank(); d++) {
                if (!out.containsKey(d)) {
                    var solved = solveDimension(d);
                    if (solved.isEmpty()) {
                        return Optional.empty();
                    }
                    out.put(d, solved.get());
                }
            }
            removeDivisors();
            var access = tensors.stream().map(Indexed::access).toList();
            return Optional.of(new Solved(List.copyOf(out.values()), List.copyOf(free), access));
        }

        /// The dimensions of the target that one axis indexes and fills; it stays as it is.
        private SortedMap<Integer, Axis> bareAxes() {
            var bare = new TreeMap<Integer, Axis>();
            var tensor = tensors.get(target);
            for (int d = 0; d < tensor.shape().rank(); d++) {
                for (var axis : List.copyOf(free)) {
                    if (tensor.access().get(d).is(axis)
                            && tensor.shape().size(d).equals(axis.extent())) {
                        bare.put(d, axis);
                        free.remove(axis);
                    }
                }
            }
            return bare;
        }

        private Optional<Axis> solveDimension(int d) {
            var access = tensors.get(target).access().get(d);
            var extent = tensors.get(target).shape().size(d);
            if (access.numerator().is(0) && extent.is(1)) {
                return Optional.of(fresh("u", extent));
            }
            return free.stream()
                    .filter(a -> canSolve(access, a, Long.MAX_VALUE))
                    .reduce((a, b) -> isLonger(b, a) ? b : a)
                    .map(a -> exchange(target, d, a));
        }

        /// What is summed over should stay short, so that the longest axis is the one to go.
        private static boolean isLonger(Axis a, Axis b) {
            if (a.extent().isConstant() && b.extent().isConstant()) {
                return a.extent().value() > b.extent().value();
            }
            return !a.extent().isConstant() && b.extent().isConstant();
        }

        /// The axis vanishes, so another access has to hold its range.
        private boolean canSolve(Access access, Axis axis, long largestFactor) {
            if (!access.mentions(axis) || !access.isLinearIn(axis)) {
                return false;
            }
            var factor = access.coefficient(axis).constant();
            return factor.isPresent()
                    && Math.abs(factor.getAsLong()) <= largestFactor
                    && isHeld(axis);
        }

        private boolean isHeld(Axis axis) {
            for (int t = 0; t < tensors.size(); t++) {
                if (t != target && tensors.get(t).spans(axis)) {
                    return true;
                }
            }
            return false;
        }

        /// Makes dimension `d` of a tensor an axis of its own and expresses another axis by it:
        /// `numerator = factor * axis + rest = divisor * new`.
        private Axis exchange(int tensor, int d, Axis axis) {
            var access = tensors.get(tensor).access().get(d);
            var made = fresh(axis.name(), tensors.get(tensor).shape().size(d));
            long factor = access.coefficient(axis).value();
            var difference = made.index().times(access.divisor()).minus(access.without(axis));
            var value = new Access(difference.times(Long.signum(factor)), Math.abs(factor));
            tensors.replaceAll(t -> t.substitute(axis, value));
            free.remove(axis);
            return made;
        }

        /// Sums over the quotient where that is fewer than the positions, most of which do not
        /// divide: before `y[i] += x[h] * w[(h - i) / 2]`, after `y[i] += x[2 * h1 + i] * w[h1]`.
        private void removeDivisors() {
            for (int t = 0; t < tensors.size(); t++) {
                for (int d = 0; t != target && d < tensors.get(t).access().size(); d++) {
                    var access = tensors.get(t).access().get(d);
                    if (access.divisor() > 1) {
                        var fewer = tensors.get(t).shape().size(d).plus(1);
                        var axis =
                                free.stream()
                                        .filter(a -> canSolve(access, a, 1))
                                        .filter(a -> Bounds.nonNegative(a.extent().minus(fewer)))
                                        .findFirst();
                        if (axis.isPresent()) {
                            int at = free.indexOf(axis.get());
                            free.add(at, exchange(t, d, axis.get()));
                        }
                    }
                }
            }
        }

        private Axis fresh(String like, Size extent) {
            var base = like.replaceAll("[0-9]+$", "");
            int number = 1;
            while (!names.add(base + number)) {
                number++;
            }
            return new Axis(base + number, extent);
        }
    }
}
