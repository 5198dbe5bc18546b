package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Puts one number around a tensor, or takes a rim away where the width is negative.
@AutoService({Op.class, Primitive.class})
public record Pad(List<Size> before, List<Size> after, double value)
        implements Differentiable, Primitive, Examples {
    public Pad() {
        this(List.of(), List.of(), 0);
    }

    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        var sizes = new ArrayList<Size>();
        for (int a = 0; a < x.rank(); a++) {
            var size = x.shape().size(a).plus(before.get(a)).plus(after.get(a));
            if (size.constant().orElse(1) < 1) {
                throw new OpError(
                        "pad/empty",
                        "axis "
                                + a
                                + " of "
                                + x
                                + " with "
                                + before.get(a)
                                + " before and "
                                + after.get(a)
                                + " after has "
                                + size
                                + " elements");
            }
            sizes.add(size);
        }
        return x.withShape(new Shape(sizes));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var from = new long[x.rank()];
        return NdArray.generate(
                result.shape(),
                index -> {
                    for (int a = 0; a < from.length; a++) {
                        from[a] = index[a] - before.get(a).value();
                        if (from[a] < 0 || from[a] >= x.shape()[a]) {
                            return value;
                        }
                    }
                    return x.at(from);
                });
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var x = operands.getFirst();
        var out = Axes.over(result.shape());
        var access =
                IntStream.range(0, x.rank())
                        .mapToObj(a -> Access.of(out.get(a).index().minus(before.get(a))))
                        .toList();
        var body = new BodyBuilder();
        int element = Loads.load(body, 0, x, access, out);
        if (value != 0) {
            element = Loads.orElse(body, element, value, access, x.shape(), out);
        }
        return Compute.Nest.map(out, body.build(element));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(new Pad(whole(before), whole(after), value)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.pad(dy, negated(before), negated(after))));
    }

    /// Nothing at the axis of the turns.
    private static List<Size> whole(List<Size> widths) {
        var all = new ArrayList<>(List.of(Size.ZERO));
        all.addAll(widths);
        return all;
    }

    private static List<Size> negated(List<Size> widths) {
        return widths.stream().map(w -> w.times(-1)).toList();
    }

    /// No rim at all.
    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        return before.stream().allMatch(w -> w.is(0)) && after.stream().allMatch(w -> w.is(0))
                ? OptionalInt.of(operands.getFirst())
                : OptionalInt.empty();
    }

    @Override
    public String summary() {
        return "`x` with a rim of `value`. `widths` has an entry for each axis: a size for both sides, or "
                + "`[before, after]`; a negative width takes away.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.required("widths", Signature.Kind.PADDING),
                Signature.number("value", 0));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var pairs = Padding.pairs(call.attribute("widths"), "pad/widths");
        if (pairs.size() != x.rank()) {
            throw new OpError(
                    "pad/widths",
                    "`widths` has "
                            + pairs.size()
                            + " entries for the "
                            + x.rank()
                            + " axes of "
                            + x.type(),
                    "give one for each axis; 0 leaves an axis as it is");
        }
        return x.call(
                new Pad(
                        pairs.stream().map(List::getFirst).toList(),
                        pairs.stream().map(List::getLast).toList(),
                        call.number("value")));
    }

    @Override
    public List<Example> examples() {
        var x = new TensorType(ElementType.F32, Shape.of(3, 4));
        return List.of(
                Example.of(
                        new Pad(
                                List.of(Size.ONE, Size.of(-1)),
                                List.of(Size.of(-1), Size.of(2)),
                                0),
                        Example.Values.ANY,
                        x),
                Example.of(
                        new Pad(List.of(Size.ONE, Size.ZERO), List.of(Size.ZERO, Size.of(2)), 1.5),
                        Example.Values.ANY,
                        x));
    }
}
