package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.IndexSystem;
import dev.dnet.compiler.nest.IndexSystem.Indexed;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A part of a tensor: `y[i…] = x[start + i * stride…]`. That it lies inside is proved, sizes that
/// are symbols included.
@AutoService({Op.class, Primitive.class})
public record Slice(List<Size> starts, List<Size> sizes, List<Long> strides)
        implements Differentiable, Primitive, Examples {
    public Slice() {
        this(List.of(), List.of(), List.of());
    }

    public Slice {
        starts = List.copyOf(starts);
        sizes = List.copyOf(sizes);
        strides = List.copyOf(strides);
    }

    /// One stretch of one axis.
    public static Slice along(Shape x, int axis, Size start, Size size) {
        var starts = new ArrayList<>(Collections.nCopies(x.rank(), Size.ZERO));
        starts.set(axis, start);
        return new Slice(starts, x.with(axis, size).sizes(), Collections.nCopies(x.rank(), 1L));
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.rank() != starts.size()) {
            throw OpError.internal("a slice of " + starts.size() + " axes of " + x);
        }
        for (int a = 0; a < x.rank(); a++) {
            check(x, a);
        }
        return x.withShape(new Shape(sizes));
    }

    private void check(TensorType x, int a) {
        var size = x.shape().size(a);
        var last = starts.get(a).plus(sizes.get(a).minus(1).times(strides.get(a)));
        if (sizes.get(a).constant().orElse(1) < 1) {
            throw new OpError(
                    "slice/empty",
                    "a slice of axis " + a + " of " + x + " from " + starts.get(a) + " is empty",
                    "its end stands behind its start");
        }
        if (Bounds.nonNegative(last.minus(size))
                || Bounds.nonNegative(starts.get(a).plus(1).times(-1))) {
            throw new OpError(
                    "slice/range",
                    "a slice of axis "
                            + a
                            + " of "
                            + x
                            + " reaches from "
                            + starts.get(a)
                            + " to "
                            + last,
                    "the axis has the positions 0 to " + size.minus(1));
        }
        if (!Bounds.nonNegative(starts.get(a)) || !Bounds.nonNegative(size.minus(last).minus(1))) {
            throw new OpError(
                    "slice/unproved",
                    "a slice of axis "
                            + a
                            + " of "
                            + x
                            + " reaches from "
                            + starts.get(a)
                            + " to "
                            + last
                            + ", and that this is inside does not follow from the sizes",
                    "write the bounds with the axis' own size, such as " + size + " - 1");
        }
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var from = new long[sizes.size()];
        return NdArray.generate(
                result.shape(),
                index -> {
                    for (int a = 0; a < from.length; a++) {
                        from[a] = starts.get(a).value() + index[a] * strides.get(a);
                    }
                    return x.at(from);
                });
    }

    private List<Access> access(List<Axis> out) {
        return IntStream.range(0, out.size())
                .mapToObj(a -> Access.of(out.get(a), strides.get(a), starts.get(a)))
                .toList();
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var out = Axes.over(result.shape());
        var body = new BodyBuilder();
        var index = access(out).stream().map(Access::index).toList();
        return Compute.Nest.map(out, body.build(body.load(result.element(), 0, index)));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        var from = new ArrayList<>(List.of(Size.ZERO));
        var size = new ArrayList<>(List.of(x.turns()));
        var step = new ArrayList<>(List.of(1L));
        from.addAll(starts);
        size.addAll(sizes);
        step.addAll(strides);
        return Optional.of(x.stack(0).call(new Slice(from, size, step)));
    }

    /// Zeros around, and between where the stride leaves something out.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var shape = x.getFirst().shape();
        if (strides.stream().anyMatch(s -> s != 1)) {
            return List.of(Optional.of(spread(shape, dy)));
        }
        var after =
                IntStream.range(0, shape.rank())
                        .mapToObj(a -> shape.size(a).minus(starts.get(a)).minus(sizes.get(a)))
                        .toList();
        return List.of(Optional.of(Formulas.pad(dy, starts, after)));
    }

    private Expr spread(Shape shape, Expr dy) {
        var out = Axes.over(new Shape(sizes));
        var system =
                new IndexSystem(out, List.of(Indexed.by(out), new Indexed(access(out), shape)));
        var solved = system.solveFor(1).orElseThrow(() -> Contract.noGradient(this));
        return dy.call(new IndexedSum(solved.out(), solved.reduce(), solved.access().getFirst()));
    }

    /// All of it; a slice of a slice.
    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = graph.instr(operands.getFirst());
        if (x.type().shape().sizes().equals(sizes)) {
            return OptionalInt.of(operands.getFirst());
        }
        return x.op() instanceof Slice inner
                ? OptionalInt.of(graph.add(within(inner), x.args()))
                : OptionalInt.empty();
    }

    private Slice within(Slice outer) {
        var from = new ArrayList<Size>();
        var steps = new ArrayList<Long>();
        for (int a = 0; a < sizes.size(); a++) {
            from.add(outer.starts.get(a).plus(starts.get(a).times(outer.strides.get(a))));
            steps.add(outer.strides.get(a) * strides.get(a));
        }
        return new Slice(from, sizes, steps);
    }

    @Override
    public String summary() {
        return "The part of `x` from `starts` up to, not including, `limits`, every `strides`-th element. The lists are about "
                + "the axes in `axes`, or the first ones; what is counted from the end is negative.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.required("starts", Signature.Kind.SIZES),
                Signature.required("limits", Signature.Kind.SIZES),
                Signature.optional("axes", Signature.Kind.SIZES),
                Signature.sizes("strides", 1));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var from = call.sizes("starts");
        var to = call.sizes("limits");
        var axes =
                call.has("axes")
                        ? call.orderedAxes("axes", x.rank())
                        : IntStream.range(0, from.size()).boxed().toList();
        if (to.size() != from.size() || axes.size() != from.size() || axes.size() > x.rank()) {
            throw new OpError(
                    "slice/rank",
                    from.size()
                            + " starts and "
                            + to.size()
                            + " limits for "
                            + axes.size()
                            + " axes of "
                            + x.type());
        }
        return x.call(of(x.shape(), axes, from, to, steps(call.sizes("strides"), axes.size())));
    }

    /// One for all axes, or one for each.
    private static List<Long> steps(List<Size> given, int axes) {
        var steps = given.size() == 1 ? Collections.nCopies(axes, given.getFirst()) : given;
        if (steps.size() != axes || steps.stream().anyMatch(s -> s.constant().orElse(0) < 1)) {
            throw new OpError(
                    "slice/strides",
                    "`strides` of a slice of %d axes is %s".formatted(axes, given),
                    "give whole numbers from 1, one for all axes or one for each");
        }
        return steps.stream().map(Size::value).toList();
    }

    private static Slice of(
            Shape x, List<Integer> axes, List<Size> from, List<Size> to, List<Long> steps) {
        var starts = new ArrayList<>(Collections.nCopies(x.rank(), Size.ZERO));
        var sizes = new ArrayList<>(x.sizes());
        var strides = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
        for (int k = 0; k < axes.size(); k++) {
            var size = x.size(axes.get(k));
            var start = fromEnd(from.get(k), size);
            starts.set(axes.get(k), start);
            sizes.set(
                    axes.get(k),
                    fromEnd(to.get(k), size)
                            .minus(start)
                            .plus(steps.get(k) - 1)
                            .floorDiv(steps.get(k)));
            strides.set(axes.get(k), steps.get(k));
        }
        return new Slice(starts, sizes, strides);
    }

    private static Size fromEnd(Size position, Size size) {
        return position.constant().orElse(0) < 0 ? size.plus(position) : position;
    }

    @Override
    public List<Example> examples() {
        var x = new TensorType(ElementType.F32, Shape.of(4, 7));
        return List.of(
                Example.of(along(x.shape(), 1, Size.of(2), Size.of(3)), Example.Values.ANY, x),
                Example.of(
                        new Slice(
                                List.of(Size.ONE, Size.ZERO),
                                List.of(Size.of(2), Size.of(3)),
                                List.of(2L, 3L)),
                        Example.Values.ANY,
                        x));
    }
}
