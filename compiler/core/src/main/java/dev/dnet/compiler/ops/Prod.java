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
                + "the axes with size 1. Its derivatives up to the third are right wherever values are 0; the fourth is "
                + "where at most three are.";
    }

    /// The derivative by one factor is the product of the others. Where the factor is not zero that
    /// is the product of all that are not, over this factor, times the product of those that are.
    /// Where it is zero, the other zeros take the place of the latter: see [#otherZeros].
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> xs, Expr y, Expr dy) {
        var x = xs.getFirst();
        var isZero = Formulas.eq(x, 0);
        var one = Formulas.like(x, 1);
        var factors = Formulas.select(isZero, one, x);
        var zeros = Formulas.select(isZero, x, one).call(new Prod(axes));
        var product = Formulas.mul(dy, factors.call(new Prod(axes)));
        var atZero = Formulas.mul(spread(product, x), otherZeros(x, isZero));
        var elsewhere = Formulas.div(spread(Formulas.mul(product, zeros), x), factors);
        return List.of(Optional.of(Formulas.select(isZero, atZero, elsewhere)));
    }

    /// At each zero the product of the others: 1 where there is no other, and 0 where there is. But
    /// that 0 is written as the polynomial that it is, so that derivatives of it are right: one
    /// other is the sum of all but this, and of two others the product is half the square of their
    /// sum less the sum of their squares. Products of more matter from the fourth derivative on.
    private Expr otherZeros(Expr x, Expr isZero) {
        var nothing = Formulas.like(x, 0);
        var count = spread(Formulas.sum(Formulas.cast(isZero, x.type().element()), axes), x);
        var zeros = Formulas.select(isZero, x, nothing);
        var sum = others(zeros);
        var squares = others(Formulas.mul(zeros, zeros));
        var two = Formulas.mul(Formulas.sub(Formulas.mul(sum, sum), squares), 0.5);
        var more = Formulas.select(Formulas.eq(count, 3), two, nothing);
        var one = Formulas.select(Formulas.eq(count, 2), sum, more);
        return Formulas.select(Formulas.eq(count, 1), Formulas.like(x, 1), one);
    }

    private Expr others(Expr x) {
        return Formulas.sub(spread(Formulas.sum(x, axes), x), x);
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
