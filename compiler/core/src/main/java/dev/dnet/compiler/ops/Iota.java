package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
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
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// Each element is its position along one axis.
@AutoService({Op.class, Primitive.class})
public record Iota(Shape shape, int axis, ElementType element)
        implements Differentiable, Primitive, Examples {
    public Iota() {
        this(Shape.of(1), 0, ElementType.I32);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        return new TensorType(element, shape);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        return NdArray.generate(shape, index -> index[axis]);
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var out = Axes.over(shape);
        var body = new BodyBuilder();
        return Compute.Nest.map(out, body.build(body.index(element, out.get(axis).index())));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of();
    }

    @Override
    public String summary() {
        return "The numbers 0, 1, … `size` - 1, or a tensor of the shape `size` where that is a list, whose elements are "
                + "their positions along `axis`. `type` is `i32` where it is left out.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.required("size", Signature.Kind.SIZES),
                Signature.size("axis", 0),
                Signature.optional("type", Signature.Kind.ELEMENT));
    }

    @Override
    public Expr build(Call call) {
        var element = call.has("type") ? call.element("type") : ElementType.I32;
        if (element == ElementType.BOOL) {
            throw new OpError(
                    "type/element-unsupported",
                    "`iota` of bool",
                    "positions are numbers: i32, i64, f32 or f64");
        }
        var shape = call.shape("size");
        return Formulas.iota(call.graph(), shape, call.axis("axis", shape.rank()), element);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(new Iota(Shape.of(5), 0, ElementType.I32), Example.Values.ANY),
                Example.of(new Iota(Shape.of(2, 3), 1, ElementType.F32), Example.Values.ANY));
    }
}
