package dev.dnet.compiler.ops;

import static dev.dnet.runtime.ElementType.BOOL;
import static dev.dnet.runtime.ElementType.F32;
import static dev.dnet.runtime.ElementType.F64;
import static dev.dnet.runtime.ElementType.I32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/// What operators take, and what is said of what they do not.
class TypesTest {
    private static final Size N = Size.symbol("N");

    private static TensorType vector(ElementType element) {
        return new TensorType(element, Shape.of(N));
    }

    private static TensorType type(Op op, TensorType... operands) {
        return op.type(List.of(operands));
    }

    private static void refused(String code, String help, Op op, TensorType... operands) {
        var error = assertThrows(OpError.class, () -> op.type(List.of(operands)));
        assertEquals(code, error.code());
        assertTrue(error.help().orElse("").contains(help), error.help().orElse("no help"));
    }

    @Test
    void resultTypes() {
        assertEquals(vector(BOOL), type(new Lt(), vector(I32), vector(I32)));
        assertEquals(vector(F64), type(new Select(), vector(BOOL), vector(F64), vector(F64)));
        assertEquals(vector(BOOL), type(new Cast(BOOL), vector(F32)));
        assertEquals(TensorType.scalar(I32), type(new ArgMax(List.of(0)), vector(F32)));
    }

    @Test
    void elementTypesDoNotConvert() {
        refused("type/element-mismatch", "f32(x)", new Add(), vector(F32), vector(I32));
        refused(
                "type/element-mismatch",
                "bool",
                new Select(),
                vector(F32),
                vector(F32),
                vector(F32));
    }

    @Test
    void elementTypesThatMakeNoSense() {
        refused("type/element-unsupported", "div", new Div(), vector(I32), vector(I32));
        refused(
                "type/element-unsupported",
                "floor(x / y)",
                new FloorDiv(),
                vector(F32),
                vector(F32));
        refused("type/element-unsupported", "f32(x)", new Sqrt(), vector(I32));
        refused("type/element-unsupported", "x * x", new Pow(), vector(I32), vector(I32));
        refused("type/element-unsupported", "f32(x)", new Add(), vector(BOOL), vector(BOOL));
        refused("type/element-unsupported", "sum(i32(x))", new Sum(List.of(0)), vector(BOOL));
        refused("type/axis-repeated", "once", new Sum(List.of(0, 0)), vector(F32));
    }

    private static Shape common(Shape... shapes) {
        return Formulas.aligned(inputs(shapes)).getFirst().shape();
    }

    private static List<Expr> inputs(Shape... shapes) {
        var graph = new GraphBuilder("test");
        return Arrays.stream(shapes)
                .map(s -> new Input(Input.Role.ARGUMENT, "x", new TensorType(F32, s)))
                .map(input -> new Expr(graph, graph.add(input)))
                .toList();
    }

    @Test
    void shapesAlignOnTheRight() {
        var three = Size.of(3);
        assertEquals(Shape.of(N, three), common(Shape.of(N, three), Shape.of(three)));
        assertEquals(Shape.of(N, three), common(Shape.of(N, Size.ONE), Shape.of(Size.ONE, three)));
        assertEquals(Shape.of(N), common(Shape.SCALAR, Shape.of(N)));
        assertEquals(Shape.of(2, 3, 4), common(Shape.of(4), Shape.of(2, 1, 1), Shape.of(3, 1)));
    }

    @Test
    void shapesThatDoNotFit() {
        var error = assertThrows(OpError.class, () -> common(Shape.of(N), Shape.of(N.plus(1))));
        assertEquals("type/broadcast", error.code());
        var x = inputs(Shape.of(2, 3)).getFirst();
        assertThrows(OpError.class, () -> Formulas.broadcastTo(x, Shape.of(3)));
        assertThrows(OpError.class, () -> Formulas.broadcastTo(x, Shape.of(2, 4)));
    }
}
