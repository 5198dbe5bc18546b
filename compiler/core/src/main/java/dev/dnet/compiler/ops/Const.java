package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// A number that is known when compiling, as a scalar.
@AutoService(Op.class)
public record Const(ElementType element, double value) implements Differentiable, Examples {
    public Const() {
        this(ElementType.F32, 0);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        return TensorType.scalar(element);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        return NdArray.scalar(value);
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var body = new BodyBuilder();
        return Compute.Nest.map(List.of(), body.build(body.constant(element, value)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of();
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of(new Const(ElementType.F32, 1.5), Example.Values.ANY));
    }
}
