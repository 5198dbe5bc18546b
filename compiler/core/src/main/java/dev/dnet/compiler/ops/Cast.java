package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `f32(x)`, `i32(x)`, …: the same numbers in another element type.
@AutoService({Op.class, Primitive.class})
public record Cast(ElementType to) implements Elementwise {
    public Cast() {
        this(ElementType.F32);
    }

    @Override
    public Fn fn() {
        return Fn.CAST;
    }

    @Override
    public boolean accepts(ElementType type) {
        return true;
    }

    @Override
    public ElementType resultElement(List<ElementType> operands) {
        return to;
    }

    @Override
    public String summary() {
        return "The numbers of `x` as elements of another type, also written `f32(x)`, `i32(x)`, …. Floats are cut off "
                + "towards zero and held within the range of a whole number, NaN becoming 0; a bool is 0 or 1; "
                + "`bool(x)` is `x != 0`.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"), Signature.required("type", Signature.Kind.ELEMENT));
    }

    @Override
    public Expr build(Call call) {
        return Formulas.cast(call.tensor("x"), call.element("type"));
    }

    /// Between floats the gradient goes back in the type that it came from; whole numbers carry
    /// none.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var from = x.getFirst().type();
        return List.of(
                from.isFloat() && to.isFloat()
                        ? Optional.of(Formulas.cast(dy, from.element()))
                        : Optional.empty());
    }

    /// To the type that it has; and a bool that is on its way to a third type need not become a
    /// number before.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        var value = x.getFirst();
        if (value.type().element() == to) {
            return Optional.of(value);
        }
        return Known.argument(value, Cast.class)
                .filter(first -> first.type().element() == ElementType.BOOL)
                .map(first -> Formulas.cast(first, to));
    }

    @Override
    public List<Example> examples() {
        var examples = new ArrayList<Example>();
        for (var from : ElementType.values()) {
            for (var type : ElementType.values()) {
                examples.add(
                        Example.of(
                                new Cast(type),
                                Samples.values(from),
                                new TensorType(from, Shape.of(3, 5))));
            }
        }
        return examples;
    }
}
