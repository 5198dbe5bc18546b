package dev.dnet.compiler.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ShapesTest {
    private final Tensors t = new Tensors();

    private List<Expr> call(Primitive primitive, List<Expr> tensors, Map<String, Attribute> given) {
        return t.call(primitive, tensors, given);
    }

    private Expr line(double... values) {
        return t.input(ElementType.F64, new NdArray(new long[] {values.length}, values));
    }

    private void assertLine(Expr x, double... expected) {
        assertArrayEquals(expected, t.value(x).data());
    }

    private static String code(Runnable wrong) {
        return assertThrows(OpError.class, wrong::run).code();
    }

    private Expr simplified(Expr x) {
        var instr = t.graph.instr(x.value());
        return new Expr(t.graph, instr.op().simplify(t.graph, instr.args()).orElseThrow());
    }

    @Test
    void sliceCountsFromEitherEndAndSteps() {
        var x = line(0, 1, 2, 3, 4, 5, 6);
        var given =
                Map.of(
                        "starts",
                        Tensors.sizes(1),
                        "limits",
                        Tensors.sizes(-1),
                        "strides",
                        Tensors.size(2));
        assertLine(call(new Slice(), List.of(x), given).getFirst(), 1, 3, 5);
        assertLine(
                call(
                                new Slice(),
                                List.of(x),
                                Map.of("starts", Tensors.sizes(-3), "limits", Tensors.sizes(7)))
                        .getFirst(),
                4,
                5,
                6);
    }

    @Test
    void sliceIsProvedInsideOrRefused() {
        var steps = Size.symbol("T");
        var x = t.symbolic(steps);
        var rest = x.call(Slice.along(x.shape(), 0, Size.ONE, steps.minus(1)));
        assertEquals(steps.minus(1), rest.shape().size(0));
        assertEquals(
                "slice/unproved",
                code(() -> x.call(Slice.along(x.shape(), 0, Size.of(4), Size.ONE))));
        assertEquals("slice/range", code(() -> x.call(Slice.along(x.shape(), 0, Size.ONE, steps))));
        var known = line(1, 2, 3);
        assertEquals("slice/range", code(() -> Formulas.slice(known, 0, Size.ONE, Size.of(3))));
        assertEquals("slice/empty", code(() -> Formulas.slice(known, 0, Size.ONE, Size.ZERO)));
        assertEquals(
                "slice/rank",
                code(() ->
                        call(
                                new Slice(),
                                List.of(known),
                                Map.of(
                                        "starts",
                                        Tensors.sizes(0, 0),
                                        "limits",
                                        Tensors.sizes(1, 1)))));
    }

    @Test
    void splitIsUndoneByConcat() {
        var x = t.normal(2, 6);
        var parts =
                call(
                        new Split(),
                        List.of(x),
                        Map.of("parts", Tensors.size(3), "axis", Tensors.size(1)));
        assertEquals(3, parts.size());
        var joined = call(new Concat(), parts, Map.of("axis", Tensors.size(-1))).getFirst();
        assertArrayEquals(t.value(x).data(), t.value(joined).data());
        var uneven =
                call(
                        new Split(),
                        List.of(x),
                        Map.of("parts", Tensors.sizes(1, 5), "axis", Tensors.size(1)));
        assertEquals(Shape.of(2, 5), uneven.get(1).shape());
        assertEquals(
                "split/parts",
                code(() ->
                        call(
                                new Split(),
                                List.of(x),
                                Map.of("parts", Tensors.size(4), "axis", Tensors.size(1)))));
        assertEquals(
                "split/parts",
                code(() ->
                        call(
                                new Split(),
                                List.of(x),
                                Map.of("parts", Tensors.sizes(1, 2), "axis", Tensors.size(1)))));
    }

    @Test
    void joiningRefusesWhatDoesNotFit() {
        assertEquals(
                "concat/shape",
                code(() -> call(new Concat(), List.of(t.normal(2, 3), t.normal(2, 4)), Map.of())));
        assertEquals("concat/none", code(() -> call(new Concat(), List.of(), Map.of())));
        assertEquals(
                "stack/shape",
                code(() -> call(new Stack(), List.of(t.normal(2), t.normal(3)), Map.of())));
        assertEquals("stack/none", code(() -> call(new Stack(), List.of(), Map.of())));
        assertEquals(
                "type/element-mismatch",
                code(() -> call(new Concat(), List.of(t.normal(2), t.whole(1)), Map.of())));
        var stacked =
                call(new Stack(), List.of(line(1, 2), line(3, 4)), Map.of("axis", Tensors.size(1)))
                        .getFirst();
        assertLine(stacked, 1, 3, 2, 4);
    }

    @Test
    void axesOfSizeOneComeAndGo() {
        var x = t.normal(2, 3);
        var expanded =
                call(new ExpandDims(), List.of(x), Map.of("axis", Tensors.size(-1))).getFirst();
        assertEquals(Shape.of(2, 3, 1), expanded.shape());
        assertEquals(
                x.shape(),
                call(new Squeeze(), List.of(expanded), Map.of("axis", Tensors.size(2)))
                        .getFirst()
                        .shape());
        assertEquals(
                "squeeze/size",
                code(() -> call(new Squeeze(), List.of(x), Map.of("axis", Tensors.size(0)))));
        assertEquals(
                "transpose/axes",
                code(() -> call(new Transpose(), List.of(x), Map.of("axes", Tensors.sizes(0, 0)))));
        assertEquals(
                "transpose/rank", code(() -> call(new Transpose(), List.of(line(1)), Map.of())));
    }

    @Test
    void paddingMayTakeAway() {
        var x = line(1, 2, 3);
        var widths = new Attribute.Many(List.of(Tensors.sizes(-1, 2)));
        assertLine(
                call(
                                new Pad(),
                                List.of(x),
                                Map.of("widths", widths, "value", new Attribute.Number(9)))
                        .getFirst(),
                2,
                3,
                9,
                9);
        assertEquals(
                "pad/empty",
                code(() -> call(new Pad(), List.of(x), Map.of("widths", Tensors.size(-2)))));
        assertEquals(
                "pad/widths",
                code(() ->
                        call(
                                new Pad(),
                                List.of(t.normal(2, 2)),
                                Map.of("widths", Tensors.size(1)))));
        assertEquals(
                "pad/widths",
                code(() ->
                        call(new Pad(), List.of(x), Map.of("widths", new Attribute.Text("same")))));
    }

    @Test
    void whatMovesNothingVanishes() {
        var x = t.normal(2, 3);
        assertEquals(x, simplified(x.call(Slice.along(x.shape(), 0, Size.ZERO, Size.of(2)))));
        assertEquals(
                x,
                simplified(
                        Formulas.pad(
                                x, List.of(Size.ZERO, Size.ZERO), List.of(Size.ZERO, Size.ZERO))));
        assertEquals(x, simplified(x.call(new Concat(0))));
        assertEquals(x, simplified(x.call(new Reverse(List.of(0))).call(new Reverse(List.of(0)))));
        assertEquals(x, simplified(simplified(Formulas.transpose(Formulas.transpose(x)))));
        var column = t.normal(3, 1);
        assertInstanceOf(Reshape.class, t.op(simplified(Formulas.transpose(column))));
        var part =
                Formulas.slice(Formulas.slice(x, 1, Size.ONE, Size.of(2)), 1, Size.ONE, Size.ONE);
        assertArrayEquals(t.value(part).data(), t.value(simplified(part)).data());
    }

    @Test
    void indicesOutsideReadNothing() {
        var x = line(1, 2, 3);
        assertLine(Formulas.take(x, t.whole(2, 3, -1), 0), 3, 0, 0);
        var sum = x.call(new ScatterAdd(new Chosen(0, false)), t.whole(1, 1, 5), line(10, 20, 30));
        assertLine(sum, 1, 32, 3);
        assertEquals("take/indices", code(() -> Formulas.take(x, x, 0)));
        assertEquals("take/shape", code(() -> Formulas.takeAlong(t.normal(2, 3), t.whole(1), 1)));
        assertEquals(
                "scatter_add/updates",
                code(() -> x.call(new ScatterAdd(new Chosen(0, false)), t.whole(1), line(1, 2))));
    }

    @Test
    void sortingIsStableAndPutsNanLast() {
        var x = line(2, Double.NaN, 1, 2, -0.0, 0.0);
        assertLine(x.call(new ArgSort(0, false)), 4, 5, 2, 0, 3, 1);
        assertLine(x.call(new ArgSort(0, true)), 1, 0, 3, 2, 4, 5);
        var y = line(3, 1, 3, 2);
        assertLine(call(new Sort(), List.of(y), Map.of()).getFirst(), 1, 2, 3, 3);
        var top = call(new TopK(), List.of(y), Map.of("k", Tensors.size(2)));
        assertLine(top.get(0), 3, 3);
        assertLine(top.get(1), 0, 2);
        assertEquals(
                "top_k/k", code(() -> call(new TopK(), List.of(y), Map.of("k", Tensors.size(5)))));
    }

    @Test
    void positionsAndClasses() {
        var hot = t.whole(1, 7).call(new OneHot(Size.of(3), ElementType.F32));
        assertLine(hot, 0, 1, 0, 0, 0, 0);
        assertEquals(
                "one_hot/indices",
                code(() -> line(1).call(new OneHot(Size.of(3), ElementType.F32))));
        var iota =
                call(
                                new Iota(),
                                List.of(),
                                Map.of("size", Tensors.sizes(2, 2), "axis", Tensors.size(0)))
                        .getFirst();
        assertLine(iota, 0, 0, 1, 1);
    }
}
