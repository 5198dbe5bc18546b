package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A size as a number that programs can calculate with, such as the count that a mean divides by.
@AutoService(Op.class)
public record SizeValue(Size size, ElementType element) implements Differentiable, Examples {
    public SizeValue() {
        this(Size.ONE, ElementType.F32);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        return TensorType.scalar(element);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        return NdArray.scalar((double) size.value());
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var body = new BodyBuilder();
        return Compute.Nest.map(List.of(), body.build(body.index(element, size)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of();
    }

    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        return size.isConstant()
                ? OptionalInt.of(graph.add(new Const(element, (double) size.value())))
                : OptionalInt.empty();
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(new SizeValue(Size.of(7), ElementType.F32), Example.Values.ANY),
                Example.of(new SizeValue(Size.of(7), ElementType.I64), Example.Values.ANY));
    }
}
