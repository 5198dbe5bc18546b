package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.IndexSystem;
import dev.dnet.compiler.nest.IndexSystem.Indexed;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A sum of products of two tensors, each indexed by affine functions of the loops: `y[out] =
/// Σ_reduce left[…] · right[…]`. Matrix products, einsum and convolutions of any kind are this one
/// instruction, and so are their derivatives. Where an access has no element, that factor counts as
/// zero.
@AutoService(Op.class)
public record Contract(List<Axis> out, List<Axis> reduce, List<Access> left, List<Access> right)
        implements Differentiable, Examples {
    public Contract() {
        this(List.of(), List.of(), List.of(), List.of());
    }

    public Contract {
        out = List.copyOf(out);
        reduce = List.copyOf(reduce);
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var l = operands.get(0);
        var r = operands.get(1);
        if (l.element() != r.element() || l.element() == ElementType.BOOL) {
            throw new OpError(
                    "type/element-mismatch",
                    "a product of " + l + " and " + r,
                    "element types never convert by themselves: write f32(x), i32(x), …");
        }
        if (l.rank() != left.size() || r.rank() != right.size()) {
            throw OpError.internal(this + " of " + l + " and " + r);
        }
        return l.withShape(new Shape(out.stream().map(Axis::extent).toList()));
    }

    /// All loops, outermost first.
    public List<Axis> axes() {
        var all = new ArrayList<>(out);
        all.addAll(reduce);
        return all;
    }

    /// The same products for every turn of a loop at once: factors that vary are stacks, and so is
    /// the result.
    public Contract stacked(Size turns, boolean leftVaries, boolean rightVaries) {
        var turn = TurnAxis.beside(axes(), turns);
        return new Contract(
                turn.around(out),
                reduce,
                turn.along(leftVaries, left),
                turn.along(rightVaries, right));
    }

    /// The sum of the products of all turns; factors that vary are stacks.
    public Contract summed(Size turns, boolean leftVaries, boolean rightVaries) {
        var turn = TurnAxis.beside(axes(), turns);
        return new Contract(
                out,
                turn.around(reduce),
                turn.along(leftVaries, left),
                turn.along(rightVaries, right));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var l = AffineIndex.of(left, axes());
        var r = AffineIndex.of(right, axes());
        return IndexedSum.loop(
                out,
                reduce,
                point -> l.load(operands.get(0), point) * r.load(operands.get(1), point));
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var body = new BodyBuilder();
        int l = Loads.load(body, 0, operands.get(0), left, axes());
        int r = Loads.load(body, 1, operands.get(1), right, axes());
        int product = body.apply(result.element(), Fn.MUL, l, r);
        return new Compute.Nest(
                out, reduce, reduce.isEmpty() ? Reducer.NONE : Reducer.SUM, body.build(product));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        var product = stacked(x.turns(), x.varies(0), x.varies(1));
        return Optional.of(x.get(0).call(product, x.get(1)));
    }

    /// The cotangent of a factor is the same sum with that factor's indices as the loops; see
    /// [IndexSystem].
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var system =
                new IndexSystem(
                        axes(),
                        List.of(
                                Indexed.by(out),
                                new Indexed(left, x.get(0).shape()),
                                new Indexed(right, x.get(1).shape())));
        return List.of(
                Optional.of(factor(system, 1, 2, dy, x.get(1))),
                Optional.of(factor(system, 2, 1, dy, x.get(0))));
    }

    private Expr factor(IndexSystem system, int target, int other, Expr dy, Expr factor) {
        var solved = system.solveFor(target).orElseThrow(() -> noGradient(this));
        var access = solved.access();
        return dy.call(
                new Contract(solved.out(), solved.reduce(), access.get(0), access.get(other)),
                factor);
    }

    static OpError noGradient(Op op) {
        return new OpError(
                "contract/no-gradient",
                "the indices of " + op + " cannot be solved for those of an operand",
                "an index may occur bare once in an operand: take a diagonal apart with take_along");
    }

    /// A transposed or repeated factor is read in place.
    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        for (int side = 0; side < 2; side++) {
            var access = side == 0 ? left : right;
            var through = Through.of(graph, operands.get(side), access, axes());
            if (through.isPresent()) {
                var t = through.get();
                return OptionalInt.of(
                        side == 0
                                ? graph.add(
                                        new Contract(out, reduce, t.access(), right),
                                        t.operand(),
                                        operands.get(1))
                                : graph.add(
                                        new Contract(out, reduce, left, t.access()),
                                        operands.get(0),
                                        t.operand()));
            }
        }
        return OptionalInt.empty();
    }

    /// A factor that is a rearrangement of another value, seen through to that value.
    record Through(int operand, List<Access> access) {

        static Optional<Through> of(
                GraphBuilder graph, int value, List<Access> access, List<Axis> axes) {
            var instr = graph.instr(value);
            return switch (instr.op()) {
                case Transpose t ->
                        Optional.of(new Through(instr.args().getFirst(), t.source(access)));
                case Broadcast b when repeatsInside(b, access, axes) ->
                        Optional.of(
                                new Through(
                                        instr.args().getFirst(),
                                        b.axes().stream().map(access::get).toList()));
                default -> Optional.empty();
            };
        }

        /// Along a repeated axis the index is lost, and with it the zero where it is outside.
        private static boolean repeatsInside(Broadcast b, List<Access> access, List<Axis> axes) {
            return b.repeated().stream()
                    .allMatch(a -> access.get(a).guard(b.shape().size(a), axes).isAlways());
        }
    }

    @Override
    public String toString() {
        var over =
                reduce.isEmpty()
                        ? ""
                        : " over "
                                + String.join(", ", reduce.stream().map(Axis::toString).toList());
        return "y" + out.stream().map(Axis::name).toList() + " += l" + left + " * r" + right + over;
    }

    @Override
    public List<Example> examples() {
        var n = new Axis("n", Size.of(2));
        var c = new Axis("c", Size.of(3));
        var o = new Axis("o", Size.of(4));
        var h = new Axis("h", Size.of(4));
        var i = new Axis("i", Size.of(3));
        var product =
                new Contract(
                        List.of(n, o),
                        List.of(c),
                        Access.of(List.of(n, c)),
                        Access.of(List.of(c, o)));
        var window = Access.of(h.index().times(2).plus(i.index()).minus(1));
        var convolution =
                new Contract(
                        List.of(n, o, h),
                        List.of(c, i),
                        List.of(Access.of(n), Access.of(c), window),
                        Access.of(List.of(o, c, i)));
        return List.of(
                example(product, Shape.of(2, 3), Shape.of(3, 4)),
                example(convolution, Shape.of(2, 3, 7), Shape.of(4, 3, 3)));
    }

    private static Example example(Contract op, Shape left, Shape right) {
        return Example.of(
                op,
                Example.Values.ANY,
                new TensorType(ElementType.F32, left),
                new TensorType(ElementType.F32, right));
    }
}
