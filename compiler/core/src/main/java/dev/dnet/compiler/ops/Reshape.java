package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The same elements in row-major order under another shape.
@AutoService({Op.class, Primitive.class})
public record Reshape(Shape shape) implements Differentiable, Primitive, Examples {
    public Reshape() {
        this(Shape.SCALAR);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (!x.shape().elements().equals(shape.elements())) {
            throw new OpError(
                    "reshape/elements",
                    x
                            + " has "
                            + x.shape().elements()
                            + " elements, "
                            + shape
                            + " has "
                            + shape.elements());
        }
        return x.withShape(shape);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        return operands.getFirst().reshape(shape.dims());
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return new Compute.Alias();
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(Formulas.reshape(x.stack(0), shape.insert(0, x.turns())));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.reshape(dy, x.getFirst().shape())));
    }

    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = graph.instr(operands.getFirst());
        if (x.type().shape().equals(shape)) {
            return OptionalInt.of(operands.getFirst());
        }
        return x.op() instanceof Reshape
                ? OptionalInt.of(graph.add(this, x.args()))
                : OptionalInt.empty();
    }

    @Override
    public String summary() {
        return "The elements of `x` in the same order under another shape with as many elements.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"), Signature.required("shape", Signature.Kind.SIZES));
    }

    @Override
    public Expr build(Call call) {
        return Formulas.reshape(call.tensor("x"), call.shape("shape"));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new Reshape(Shape.of(4, 6)),
                        Example.Values.ANY,
                        new TensorType(ElementType.F32, Shape.of(2, 3, 4))));
    }
}
