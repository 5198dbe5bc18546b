package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
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

/// `where(c, x, y)`: one of two values, chosen at each index. The value that is not chosen gets no
/// gradient, not even a NaN of its own.
@AutoService({Op.class, Primitive.class})
public record Select() implements Elementwise {

    @Override
    public String name() {
        return "where";
    }

    @Override
    public Fn fn() {
        return Fn.SELECT;
    }

    @Override
    public void checkElements(List<TensorType> operands) {
        if (operands.get(0).element() != ElementType.BOOL
                || operands.get(1).element() != operands.get(2).element()) {
            throw mismatch(operands);
        }
    }

    @Override
    public String elementHelp() {
        return "the condition is a bool, and both values have the same element type";
    }

    @Override
    public String summary() {
        return "`x` where the condition `c` holds and `y` elsewhere, element by element.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("c"), Signature.tensor("x"), Signature.tensor("y"));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var c = rectifies(x) ? Formulas.le(y, Formulas.like(y, 0)) : x.getFirst();
        var zero = Formulas.like(dy, 0);
        return List.of(
                Optional.empty(),
                Optional.of(Formulas.select(c, dy, zero)),
                Optional.of(Formulas.select(c, zero, dy)));
    }

    /// Whether this is `where(v <= 0, 0, v)`. Its result tells where it was cut off, so that `v`
    /// need not be kept for the gradient.
    private static boolean rectifies(List<Expr> x) {
        var condition = x.getFirst().graph().instr(x.getFirst().value());
        return condition.op() instanceof Le
                && condition.args().getFirst() == x.get(2).value()
                && Known.is(new Expr(x.getFirst().graph(), condition.args().getLast()), 0)
                && Known.is(x.get(1), 0);
    }

    /// A known condition; equal values; a negated condition.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        var c = Known.value(x.getFirst());
        if (c.isPresent()) {
            return Optional.of(x.get(c.getAsDouble() != 0 ? 1 : 2));
        }
        if (x.get(1).equals(x.get(2))) {
            return Optional.of(x.get(1));
        }
        return Known.argument(x.getFirst(), Not.class)
                .map(positive -> Formulas.select(positive, x.get(2), x.get(1)));
    }

    @Override
    public List<Example> examples() {
        var examples = new ArrayList<Example>();
        for (var type : ElementType.values()) {
            var shape = type == ElementType.F64 ? Shape.SCALAR : Shape.of(3, 5);
            var x = new TensorType(type, shape);
            var values = Samples.values(type);
            examples.add(
                    new Example(
                            this,
                            List.of(x.withElement(ElementType.BOOL), x, x),
                            List.of(Example.Values.BOOL, values, values)));
        }
        return examples;
    }
}
