package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// The product over some axes, which vanish.
@AutoService({Op.class, Primitive.class})
public record Prod(List<Integer> axes) implements Reduction {
    public Prod() {
        this(List.of());
    }

    public Prod {
        axes = List.copyOf(axes);
    }

    @Override
    public Reducer reducer() {
        return Reducer.PRODUCT;
    }

    @Override
    public Prod over(List<Integer> newAxes) {
        return new Prod(newAxes);
    }

    @Override
    public String summary() {
        return "The product over `axis` (one axis or a list; all of them where it is left out). `keep: true` leaves "
                + "the axes with size 1. Its gradient is right where one value is 0; gradients of that gradient are "
                + "not where two are.";
    }

    /// The derivative by one factor is the product of the others: `y / x` where no factor is zero;
    /// where one is, it alone gets the product of the others; where more are, none gets any.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> xs, Expr y, Expr dy) {
        var x = xs.getFirst();
        var zero = Formulas.like(x, 0);
        var isZero = Formulas.eq(x, 0);
        var factors = Formulas.select(isZero, Formulas.like(x, 1), x);
        var zeros = spread(Formulas.sum(Formulas.cast(isZero, x.type().element()), axes), x);
        var others = spread(Formulas.mul(dy, factors.call(new Prod(axes))), x);
        var atZero = Formulas.select(Formulas.eq(zeros, 1), others, zero);
        var elsewhere = Formulas.select(Formulas.eq(zeros, 0), Formulas.div(others, factors), zero);
        return List.of(Optional.of(Formulas.select(isZero, atZero, elsewhere)));
    }

    private Expr spread(Expr reduced, Expr x) {
        return Formulas.broadcastOver(reduced, x.shape(), axes);
    }

    @Override
    public List<Example> examples() {
        var x = new TensorType(ElementType.F32, Shape.of(3, 4, 5));
        var whole = new TensorType(ElementType.I32, Shape.of(3, 4));
        return List.of(
                Example.of(over(List.of(2)), Example.Values.DISTINCT, x),
                Example.of(over(List.of(0)), Example.Values.INDEX, x),
                Example.of(over(List.of(0, 1, 2)), Example.Values.POSITIVE, x),
                Example.of(over(List.of(0)), Example.Values.WHOLE, whole));
    }
}
