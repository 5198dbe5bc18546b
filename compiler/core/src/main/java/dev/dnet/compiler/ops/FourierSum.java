package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `y[k] = Σ x[j] e^(-2πi jk/n)` along an axis of complex numbers, whose real and imaginary parts
/// are the two elements of axis 0; the inverse has the other sign, and nothing is divided.
@AutoService(Op.class)
public record FourierSum(int axis, boolean inverse) implements Differentiable, Examples {
    public FourierSum() {
        this(1, false);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (!x.isFloat()) {
            throw new OpError(
                    "type/element-unsupported", "`fft` of " + x, "it is about f32 and f64");
        }
        return x;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        int n = (int) x.shape()[axis];
        return NdArray.generate(
                x.shape(),
                at -> {
                    var from = at.clone();
                    double sum = 0;
                    for (int j = 0; j < n; j++) {
                        double turn = 2 * Math.PI * (j * at[axis] % n) / n * (inverse ? 1 : -1);
                        from[axis] = j;
                        from[0] = 0;
                        double re = x.at(from);
                        from[0] = 1;
                        double im = x.at(from);
                        sum +=
                                at[0] == 0
                                        ? re * Math.cos(turn) - im * Math.sin(turn)
                                        : re * Math.sin(turn) + im * Math.cos(turn);
                    }
                    return sum;
                });
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var sizes = result.shape().sizes();
        return new Compute.Routine(
                "FourierSum",
                List.of(
                        Size.product(sizes.subList(1, axis)),
                        sizes.get(axis),
                        Size.product(sizes.subList(axis + 1, sizes.size())),
                        Size.of(inverse ? 1 : 0)));
    }

    /// The parts stay in front.
    @Override
    public Optional<Expr> stacked(Stacks x) {
        var stack = x.stack(0);
        var swapped = new ArrayList<>(IntStream.range(0, stack.rank()).boxed().toList());
        Collections.swap(swapped, 0, 1);
        var parts = Formulas.transpose(stack, swapped).call(new FourierSum(axis + 1, inverse));
        return Optional.of(Formulas.transpose(parts, swapped));
    }

    /// The matrix of the sums is symmetric, so its conjugate takes cotangents back.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy.call(new FourierSum(axis, !inverse))));
    }

    /// The sums of complex numbers in two tensors, as two tensors; `name` is the primitive's.
    static List<Expr> of(String name, Expr re, Expr im, int axis, boolean inverse) {
        if (!re.type().equals(im.type())) {
            throw new OpError(
                    "fft/parts",
                    "`" + name + "` of " + re.type() + " and " + im.type(),
                    "real and imaginary parts have one type");
        }
        var whole = re.shape().insert(0, Size.ONE);
        var parts = List.of(Formulas.reshape(re, whole), Formulas.reshape(im, whole));
        var sums =
                Expr.call(re.graph(), new Concat(0), parts).call(new FourierSum(axis + 1, inverse));
        return Stream.of(Size.ZERO, Size.ONE)
                .map(k -> Formulas.slice(sums, 0, k, Size.ONE))
                .map(part -> Formulas.reshape(part, re.shape()))
                .toList();
    }

    /// `x` divided by the length of an axis.
    static Expr divided(Expr x, int axis) {
        var length = Formulas.size(x.graph(), x.type().element(), x.shape().size(axis));
        return Formulas.div(x, Formulas.fill(length, x.shape()));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example(1, false, ElementType.F32, Shape.of(2, 16)),
                example(2, true, ElementType.F32, Shape.of(2, 3, 12)),
                example(1, false, ElementType.F64, Shape.of(2, 7, 3)));
    }

    private static Example example(int axis, boolean inverse, ElementType type, Shape shape) {
        return Example.of(
                new FourierSum(axis, inverse), Example.Values.ANY, new TensorType(type, shape));
    }
}
