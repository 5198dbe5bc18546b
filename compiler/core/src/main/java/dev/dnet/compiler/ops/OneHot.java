package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
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

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Classes as unit vectors along a new last axis.
@AutoService({Op.class, Primitive.class})
public record OneHot(Size classes, ElementType element)
        implements Differentiable, Primitive, Examples {
    public OneHot() {
        this(Size.ONE, ElementType.F32);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var ids = operands.getFirst();
        if (!ids.element().isInteger()) {
            throw new OpError(
                    "one_hot/indices",
                    "`one_hot` of " + ids,
                    "classes are whole numbers: write i32(ids)");
        }
        return new TensorType(element, ids.shape().insert(ids.rank(), classes));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var ids = operands.getFirst();
        int last = ids.rank();
        return NdArray.generate(
                result.shape(), index -> ids.at(Arrays.copyOf(index, last)) == index[last] ? 1 : 0);
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var ids = operands.getFirst();
        var out = Axes.over(result.shape());
        var body = new BodyBuilder();
        int id = body.load(ids.element(), 0, Axes.indices(out.subList(0, ids.rank())));
        int position = body.index(ids.element(), out.getLast().index());
        int equal = body.apply(ElementType.BOOL, Fn.EQ, id, position);
        return Compute.Nest.map(
                out,
                body.build(
                        element == ElementType.BOOL
                                ? equal
                                : body.apply(
                                        element,
                                        Fn.SELECT,
                                        equal,
                                        body.constant(element, 1),
                                        body.constant(element, 0))));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.empty());
    }

    @Override
    public String summary() {
        return "1 where the new last axis, `classes` long, is at the class in `ids`, 0 elsewhere. A number that is no "
                + "class ends the call with an error. `type` is `f32` where it is left out.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("ids"),
                Signature.required("classes", Signature.Kind.SIZE),
                Signature.optional("type", Signature.Kind.ELEMENT));
    }

    @Override
    public Expr build(Call call) {
        var element = call.has("type") ? call.element("type") : ElementType.F32;
        var classes = call.size("classes");
        return CheckIndices.of(call.tensor("ids"), classes, "one_hot")
                .call(new OneHot(classes, element));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new OneHot(Size.of(4), ElementType.F32),
                        Example.Values.INDEX,
                        new TensorType(ElementType.I32, Shape.of(2, 3))),
                Example.of(
                        new OneHot(Size.of(3), ElementType.BOOL),
                        Example.Values.INDEX,
                        new TensorType(ElementType.I64, Shape.SCALAR)));
    }
}
