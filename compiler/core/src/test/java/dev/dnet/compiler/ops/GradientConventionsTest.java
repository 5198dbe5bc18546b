package dev.dnet.compiler.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/// Derivatives where there is none in the strict sense: what the field has agreed on, and never a
/// needless NaN.
class GradientConventionsTest {
    private final Reference test = new Reference();

    private Expr vector(double... values) {
        var type = new TensorType(ElementType.F64, Shape.of(values.length));
        return test.input(type, new NdArray(new long[] {values.length}, values));
    }

    /// The gradient of the sum of the result.
    private double[] gradient(Op op, int operand, Expr... x) {
        var y = Expr.call(test.graph(), op, List.of(x));
        var dy = Formulas.like(y, 1);
        var values = Arrays.stream(x).map(Expr::value).toList();
        var gradients = op.gradient(new Op.Vjp(test.graph(), values, y.value(), dy.value()));
        return test.value(new Expr(test.graph(), gradients.get(operand).getAsInt())).data();
    }

    /// `nn.relu`: slope 0 at 0, of either sign, and a NaN is neither cut off nor held back.
    @Test
    void aRectifierIsFlatAtZero() {
        var x = vector(-1, -0.0, 0, 1e-300, 2, Double.NaN);
        var zero = Formulas.like(x, 0);
        var y = Formulas.select(Formulas.le(x, zero), zero, x);
        assertArrayEquals(new double[] {0, 0, 0, 1e-300, 2, Double.NaN}, test.value(y).data());
        assertArrayEquals(
                new double[] {0, 0, 0, 1, 1, 1},
                gradient(new Select(), 2, Formulas.le(x, zero), zero, x));
    }

    @Test
    void equalExtremesShare() {
        assertArrayEquals(
                new double[] {0, 0.5, 0.5}, gradient(new Max(List.of(0)), 0, vector(1, 3, 3)));
        assertArrayEquals(
                new double[] {0.5, 0, 0.5}, gradient(new Min(List.of(0)), 0, vector(1, 3, 1)));
        assertArrayEquals(
                new double[] {1, 0.5, 0},
                gradient(new Maximum(), 0, vector(2, 2, 2), vector(1, 2, 3)));
        assertArrayEquals(
                new double[] {1, 0.5, 0},
                gradient(new Minimum(), 1, vector(2, 2, 2), vector(1, 2, 3)));
    }

    @Test
    void absoluteValueIsFlatAtZero() {
        assertArrayEquals(new double[] {-1, 0, 1}, gradient(new Abs(), 0, vector(-2, 0, 3)));
    }

    @Test
    void powersOfZero() {
        var x = vector(0, 0, 0, 0);
        var y = vector(0, 1, 2, 3);
        assertArrayEquals(new double[] {0, 1, 0, 0}, gradient(new Pow(), 0, x, y));
        assertArrayEquals(new double[] {0, 0, 0, 0}, gradient(new Pow(), 1, x, y));
        assertArrayEquals(
                new double[] {0, 0, 0, 0}, gradient(new Pow(), 0, x, Formulas.like(x, 2)));
        assertArrayEquals(
                new double[] {0, 0, 0, 0}, gradient(new Pow(), 0, x, Formulas.like(x, 0)));
    }

    @Test
    void productsWithZeros() {
        var product = new Prod(List.of(0));
        assertArrayEquals(new double[] {12, 8, 6}, gradient(product, 0, vector(2, 3, 4)));
        assertArrayEquals(new double[] {0, 8, 0}, gradient(product, 0, vector(2, 0, 4)));
        assertArrayEquals(new double[] {0, 0, 0}, gradient(product, 0, vector(2, 0, 0)));
    }

    @Test
    void choiceKeepsOutTheNanOfTheOther() {
        var x = vector(-1, 4);
        var positive = Formulas.gt(x, Formulas.like(x, 0));
        var y = Formulas.like(x, 0);
        assertArrayEquals(
                new double[] {0, 1}, gradient(new Select(), 1, positive, Formulas.log(x), y));
    }

    @Test
    void stepsLetNothingThrough() {
        for (var op : List.of(new Floor(), new Round(), new Sign(), new ArgMax(List.of(0)))) {
            var x = vector(1.3, 2.6);
            var y = x.call(op);
            var vjp = new Op.Vjp(test.graph(), List.of(x.value()), y.value(), y.value());
            assertTrue(op.gradient(vjp).getFirst().isEmpty(), op.name());
        }
    }
}
