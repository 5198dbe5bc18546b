package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.ops.IndexedSum;
import dev.dnet.compiler.ops.Mul;
import dev.dnet.compiler.ops.Reshape;
import dev.dnet.compiler.ops.Sum;
import dev.dnet.compiler.ops.Transpose;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Sees a matrix product or a convolution in a sum of products of two tensors that are laid out
/// along common axes, which is what index notation writes. It has to have rows and columns: axes of
/// the result that only one of the factors has.
///
/// ```
/// graph product
///   %0: f32[N, 3] = input argument "x"
///   %1: f32[3, M] = input argument "w"
///   %2: f32[N, 3, M] = broadcast(%0) {shape = [N, 3, M], axes = [0, 1]}
///   %3: f32[N, 3, M] = broadcast(%1) {shape = [N, 3, M], axes = [1, 2]}
///   %4: f32[N, 3, M] = mul(%2, %3)
///   %5: f32[N, M] = sum(%4) {axes = [1]}
///   result "y" = %5
/// ```
///
/// becomes, together with `dead-code`,
///
/// ```
/// graph product
///   %0: f32[N, 3] = input argument "x"
///   %1: f32[3, M] = input argument "w"
///   %2: f32[N, M] = contract(%0, %1) {out = [Axis(name = "a0", extent = N), Axis(name = "a2", extent = M)], reduce = [Axis(name = "a1", extent = 3)], left = [Access(numerator = a0, divisor = 1), Access(numerator = a1, divisor = 1)], right = [Access(numerator = a1, divisor = 1), Access(numerator = a2, divisor = 1)]}
///   result "y" = %2
/// ```
final class RecogniseProducts {
    static final Pass PASS =
            new Pass(
                    "recognise-products",
                    "sees matrix products and convolutions in sums of products",
                    RecogniseProducts::run);

    private final GraphBuilder graph;

    private RecogniseProducts(GraphBuilder graph) {
        this.graph = graph;
    }

    private static Graph run(Graph graph) {
        return Walk.once(graph, (builder, instr) -> new RecogniseProducts(builder).product(instr));
    }

    /// A value read through views of it.
    private record Factor(int value, List<Access> access) {
        boolean mentions(Axis axis) {
            return access.stream().anyMatch(a -> a.mentions(axis));
        }
    }

    private OptionalInt product(Instr instr) {
        if (!(instr.op() instanceof Sum sum)
                || !instr.type().isFloat()
                || !(graph.instr(instr.args().getFirst()).op() instanceof Mul)) {
            return OptionalInt.empty();
        }
        var mul = graph.instr(instr.args().getFirst());
        var axes = axes(mul.type());
        var left = factor(mul.args().get(0), axes);
        var right = factor(mul.args().get(1), axes);
        var out = new ArrayList<Axis>();
        var reduce = new ArrayList<Axis>();
        for (int a = 0; a < axes.size(); a++) {
            (sum.axes().contains(a) ? reduce : out).add(axes.get(a));
        }
        boolean rows = out.stream().anyMatch(a -> left.mentions(a) && !right.mentions(a));
        boolean columns = out.stream().anyMatch(a -> right.mentions(a) && !left.mentions(a));
        boolean all = out.stream().allMatch(a -> left.mentions(a) || right.mentions(a));
        boolean both = reduce.stream().allMatch(a -> left.mentions(a) && right.mentions(a));
        return rows && columns && all && both
                ? OptionalInt.of(
                        graph.add(
                                new Contract(out, reduce, left.access(), right.access()),
                                left.value(),
                                right.value()))
                : OptionalInt.empty();
    }

    private static List<Axis> axes(TensorType type) {
        return IntStream.range(0, type.rank())
                .mapToObj(a -> new Axis("a" + a, type.shape().size(a)))
                .toList();
    }

    private Factor factor(int value, List<Axis> axes) {
        var factor = new Factor(value, Access.of(axes));
        for (var next = through(factor); next.isPresent(); next = through(factor)) {
            factor = next.get();
        }
        return factor;
    }

    private Optional<Factor> through(Factor factor) {
        var instr = graph.instr(factor.value());
        var access = factor.access();
        return switch (instr.op()) {
            case Broadcast b ->
                    Optional.of(
                            new Factor(
                                    instr.args().getFirst(),
                                    b.axes().stream().map(access::get).toList()));
            case Transpose t -> Optional.of(new Factor(instr.args().getFirst(), t.source(access)));
            case Reshape r -> reshaped(instr, access);
            case IndexedSum s when s.reduce().isEmpty() ->
                    Optional.of(new Factor(instr.args().getFirst(), substituted(s, access)));
            default -> Optional.empty();
        };
    }

    /// Axes of size 1 that come or go.
    private Optional<Factor> reshaped(Instr instr, List<Access> access) {
        int source = instr.args().getFirst();
        var from = graph.type(source).shape();
        var to = instr.type().shape();
        var found = new ArrayList<Access>();
        int at = 0;
        for (int a = 0; a < from.rank(); a++) {
            if (from.size(a).is(1)) {
                found.add(Access.of(Size.ZERO));
                continue;
            }
            while (at < to.rank() && to.size(at).is(1)) {
                at++;
            }
            if (at == to.rank() || !to.size(at).equals(from.size(a))) {
                return Optional.empty();
            }
            found.add(access.get(at++));
        }
        while (at < to.rank() && to.size(at).is(1)) {
            at++;
        }
        return at == to.rank() ? Optional.of(new Factor(source, found)) : Optional.empty();
    }

    private static List<Access> substituted(IndexedSum view, List<Access> access) {
        var all = new ArrayList<Access>();
        for (var inner : view.access()) {
            var composed = inner;
            for (int k = 0; k < view.out().size(); k++) {
                composed = composed.substitute(view.out().get(k), access.get(k));
            }
            all.add(composed);
        }
        return all;
    }
}
