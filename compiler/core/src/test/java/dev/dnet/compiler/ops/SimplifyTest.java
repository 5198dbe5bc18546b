package dev.dnet.compiler.ops;

import static dev.dnet.compiler.ops.Near.assertNear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A simpler value is the same value.
class SimplifyTest {
    private static final double[] NUMBERS = {0, 1, -1, 2, 0.5, -0.5, 3, 1.0 / 3};

    static Stream<Named<Example>> examples() {
        return OperatorsTest.examples()
                .filter(e ->
                        e.getPayload().op() instanceof Elementwise
                                || e.getPayload().op() instanceof Reduction);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void ofInputs(Example example) {
        var test = new Reference();
        assertSame(test, example.op(), operands(test, example));
    }

    /// Each operand in turn, then all, replaced by one number everywhere.
    @ParameterizedTest
    @MethodSource("examples")
    void ofConstants(Example example) {
        for (double number : NUMBERS) {
            for (int k = 0; k < example.operands().size(); k++) {
                if (!isNumberOf(number, example.operands().get(k).element())) {
                    continue;
                }
                var test = new Reference();
                var operands = operands(test, example);
                operands.set(k, Formulas.like(operands.get(k), number));
                assertSame(test, example.op(), operands);
                operands.replaceAll(
                        x -> isNumberOf(number, x.type().element()) ? Formulas.like(x, number) : x);
                assertSame(test, example.op(), operands);
            }
        }
    }

    /// Each operand in turn negated, rooted, cast or negated as a bool.
    @ParameterizedTest
    @MethodSource("examples")
    void ofOperations(Example example) {
        for (var inner :
                List.of(new Neg(), new Sqrt(), new Abs(), new Not(), new Cast(ElementType.F32))) {
            for (int k = 0; k < example.operands().size(); k++) {
                if (!inner.accepts(example.operands().get(k).element())) {
                    continue;
                }
                var test = new Reference();
                var operands = operands(test, example);
                operands.set(k, operands.get(k).call(inner));
                if (operands.get(k).type().equals(example.operands().get(k))) {
                    assertSame(test, example.op(), operands);
                }
            }
        }
    }

    private static boolean isNumberOf(double number, ElementType type) {
        return switch (type) {
            case F32, F64, F16, BF16 -> true;
            case I32, I64 -> number == Math.rint(number);
            case BOOL -> number == 0 || number == 1;
        };
    }

    private static List<Expr> operands(Reference test, Example example) {
        var inputs = example.inputs(1);
        var operands = new ArrayList<Expr>();
        for (int k = 0; k < inputs.size(); k++) {
            operands.add(test.input(example.operands().get(k), inputs.get(k)));
        }
        return operands;
    }

    private static void assertSame(Reference test, Op op, List<Expr> operands) {
        var plain = Expr.call(test.graph(), op, operands);
        var simpler = op.simplify(test.graph(), operands.stream().map(Expr::value).toList());
        if (simpler.isPresent()) {
            var value = new Expr(test.graph(), simpler.getAsInt());
            assertEquals(plain.type(), value.type());
            assertNear(test.value(plain), test.value(value), 1e-15, op + " simplified");
        }
    }

    private final Reference test = new Reference();
    private final Expr x =
            test.input(
                    new TensorType(ElementType.F32, Shape.of(3)),
                    NdArray.filled(new long[] {3}, 2));

    private String simplified(Expr value) {
        var instr = test.graph().instr(value.value());
        var simpler = instr.op().simplify(test.graph(), instr.args());
        return simpler.isEmpty() ? "" : test.graph().instr(simpler.getAsInt()).op().name();
    }

    @Test
    void neutralElementsVanish() {
        for (var value :
                List.of(
                        Formulas.add(x, 0),
                        Formulas.mul(x, 1),
                        Formulas.neg(Formulas.neg(x)),
                        Formulas.div(x, Formulas.like(x, 1)),
                        Formulas.pow(x, Formulas.like(x, 1)),
                        Formulas.sum(Formulas.reshape(x, Shape.of(1, 3)), List.of(0)))) {
            assertTrue(List.of("input", "reshape").contains(simplified(value)), simplified(value));
        }
    }

    @Test
    void cheaperOperationsReplaceDearOnes() {
        assertEquals("mul", simplified(Formulas.pow(x, Formulas.like(x, 2))));
        assertEquals("sqrt", simplified(Formulas.pow(x, Formulas.like(x, 0.5))));
        assertEquals("rsqrt", simplified(Formulas.div(Formulas.like(x, 1), Formulas.sqrt(x))));
        assertEquals("mul", simplified(Formulas.div(x, Formulas.like(x, 4))));
        assertEquals("sub", simplified(Formulas.add(x, Formulas.neg(x))));
    }

    @Test
    void whatMayBeNanStays() {
        assertEquals("", simplified(Formulas.mul(x, 0)));
        assertEquals("", simplified(Formulas.sub(x, x)));
        assertEquals("", simplified(Formulas.div(x, Formulas.like(x, 3))));
    }

    @Test
    void constantsFold() {
        assertEquals("broadcast", simplified(Formulas.exp(Formulas.like(x, 1))));
        assertEquals("const", simplified(Formulas.sum(Formulas.like(x, 1), List.of(0))));
        assertEquals("", simplified(Formulas.sum(Formulas.like(x, 0.1), List.of(0))));
        var size =
                new Expr(
                        test.graph(), test.graph().add(new SizeValue(Size.of(3), ElementType.F32)));
        assertEquals("const", simplified(size));
        var symbol = Formulas.size(test.graph(), ElementType.F32, Size.symbol("N"));
        assertEquals("", simplified(symbol));
    }
}
