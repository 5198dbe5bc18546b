package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Philox;

import java.util.List;
import java.util.Optional;

/// Random floats. Its operand is the key of the call, `i64[2]` with the seed and the step; every
/// draw of a program has a stream of its own, given once in elaboration, so that no pass can merge
/// or renumber draws. Numbers are those of [Philox], here and in the emitted code.
@AutoService(Op.class)
public record RandomDraw(Kind kind, int stream, Shape shape, ElementType element)
        implements Differentiable, Examples {

    public enum Kind {
        /// In [0, 1).
        UNIFORM,
        /// Of mean 0 and variance 1.
        NORMAL
    }

    public RandomDraw() {
        this(Kind.UNIFORM, 0, Shape.SCALAR, ElementType.F32);
    }

    /// The next draw of the call's program.
    static Expr next(Call call, Kind kind, ElementType element) {
        var random = call.random();
        var draw = new RandomDraw(kind, random.nextStream(), call.shape("shape"), element);
        return new Expr(call.graph(), random.key()).call(draw);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        if (!element.isFloat()) {
            throw OpError.internal("a random draw has floats, not " + element.dnetName());
        }
        return new TensorType(element, shape);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        long seed = (long) operands.getFirst().at(0);
        long step = (long) operands.getFirst().at(1);
        var drawn = NdArray.filled(shape.dims(), 0);
        for (int e = 0; e < drawn.size(); e++) {
            drawn.data()[e] = number(e, seed, step);
        }
        return drawn;
    }

    private double number(long e, long seed, long step) {
        boolean single = element != ElementType.F64;
        return switch (kind) {
            case UNIFORM ->
                    single
                            ? Philox.uniformF32(e, seed, stream, step)
                            : Philox.uniformF64(e, seed, stream, step);
            case NORMAL ->
                    single
                            ? Philox.normalF32(e, seed, stream, step)
                            : Philox.normalF64(e, seed, stream, step);
        };
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var routine =
                switch (kind) {
                    case UNIFORM -> "RandomUniform";
                    case NORMAL -> "RandomNormal";
                };
        return new Compute.Routine(routine, List.of(shape.elements(), Size.of(stream)));
    }

    /// Each turn has a key of its own, and a draw takes one.
    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.empty();
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.empty());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example(Kind.UNIFORM, Shape.of(3, 50), ElementType.F32),
                example(Kind.NORMAL, Shape.of(3, 50), ElementType.F32),
                example(Kind.NORMAL, Shape.of(3, 50), ElementType.BF16),
                example(Kind.UNIFORM, Shape.of(37), ElementType.F16),
                example(Kind.UNIFORM, Shape.of(70), ElementType.F64),
                example(Kind.NORMAL, Shape.SCALAR, ElementType.F64));
    }

    private static Example example(Kind kind, Shape shape, ElementType element) {
        return Example.of(
                new RandomDraw(kind, -5, shape, element),
                Example.Values.KEY,
                new TensorType(ElementType.I64, Shape.of(2)));
    }
}
