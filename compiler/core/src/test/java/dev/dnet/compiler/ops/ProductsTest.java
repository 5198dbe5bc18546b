package dev.dnet.compiler.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.function.ToDoubleFunction;

class ProductsTest {
    private final Tensors t = new Tensors();

    private Expr call(Primitive primitive, List<Expr> tensors, Map<String, Attribute> given) {
        return t.call(primitive, tensors, given).getFirst();
    }

    private Expr einsum(String spec, Expr... operands) {
        return call(new Einsum(), List.of(operands), Map.of("spec", new Attribute.Text(spec)));
    }

    private void assertValue(Expr y, ToDoubleFunction<long[]> expected) {
        var actual = t.value(y);
        assertTrue(
                Tensors.close(actual, NdArray.generate(actual.shape(), expected), 1e-9),
                () -> t.op(y).toString());
    }

    private static String code(Runnable wrong) {
        return assertThrows(OpError.class, wrong::run).code();
    }

    @Test
    void matmulTakesVectorsMatricesAndBatches() {
        var v = t.normal(3);
        var m = t.normal(2, 3);
        var w = t.normal(3, 4);
        var a = t.value(m);
        var b = t.value(w);
        assertValue(
                Matmul.of(m, w),
                i ->
                        a.at(i[0], 0) * b.at(0, i[1])
                                + a.at(i[0], 1) * b.at(1, i[1])
                                + a.at(i[0], 2) * b.at(2, i[1]));
        assertEquals(Shape.of(4), Matmul.of(v, w).shape());
        assertEquals(Shape.of(2), Matmul.of(m, v).shape());
        assertEquals(Shape.SCALAR, Matmul.of(v, v).shape());
        assertEquals(
                Shape.of(5, 6, 2, 4), Matmul.of(t.normal(5, 1, 2, 3), t.normal(6, 3, 4)).shape());
        assertEquals(Shape.of(5, 2), Matmul.of(t.normal(5, 2, 3), v).shape());
    }

    @Test
    void matmulOfBatchesBroadcasts() {
        var x = t.normal(2, 1, 1, 2);
        var w = t.normal(3, 2, 2);
        var a = t.value(x);
        var b = t.value(w);
        assertValue(
                Matmul.of(x, w),
                i ->
                        a.at(i[0], 0, 0, 0) * b.at(i[1], 0, i[3])
                                + a.at(i[0], 0, 0, 1) * b.at(i[1], 1, i[3]));
    }

    @Test
    void matmulRefusesWhatDoesNotFit() {
        var e = assertThrows(OpError.class, () -> Matmul.of(t.normal(2, 3), t.normal(5, 3)));
        assertEquals("matmul/inner-dim", e.code());
        assertEquals("x @ w.T fits", e.help().orElseThrow());
        assertEquals("matmul/batch", code(() -> Matmul.of(t.normal(2, 3, 4), t.normal(5, 4, 3))));
        var scalar = Formulas.constant(t.graph, ElementType.F64, 2);
        assertEquals("matmul/scalar", code(() -> Matmul.of(t.normal(2, 3), scalar)));
    }

    @Test
    void einsumSumsWhatTheResultDoesNotName() {
        var a = t.normal(2, 3, 4);
        var b = t.normal(2, 4, 5);
        var x = t.value(a);
        var y = t.value(b);
        assertValue(
                einsum("nij,njk->nik", a, b),
                i -> {
                    double sum = 0;
                    for (int j = 0; j < 4; j++) {
                        sum += x.at(i[0], i[1], j) * y.at(i[0], j, i[2]);
                    }
                    return sum;
                });
        assertValue(
                einsum("abc->ca", a),
                i -> x.at(i[1], 0, i[0]) + x.at(i[1], 1, i[0]) + x.at(i[1], 2, i[0]));
        assertEquals(Shape.of(3, 5), einsum("nij, njk", a, b).shape());
    }

    @Test
    void einsumOfThreeFactorsAndOuterProducts() {
        var a = t.normal(2, 3);
        var b = t.normal(3, 4);
        var c = t.normal(4, 2);
        var chained = t.value(Matmul.of(Matmul.of(a, b), c));
        assertTrue(Tensors.close(t.value(einsum("ij,jk,kl->il", a, b, c)), chained, 1e-9));
        double trace = chained.at(0, 0) + chained.at(1, 1);
        assertEquals(trace, t.value(einsum("ij,jk,ki->", a, b, c)).at(), 1e-9);
        var x = t.value(a);
        var y = t.value(b);
        assertValue(einsum("ij,kl->lijk", a, b), i -> x.at(i[1], i[2]) * y.at(i[3], i[0]));
        assertValue(einsum("ij,ij->ij", a, a), i -> x.at(i) * x.at(i));
    }

    @Test
    void einsumRefusesWhatIsNoSum() {
        var a = t.normal(3, 3);
        assertEquals("einsum/syntax", code(() -> einsum("i1->i", a)));
        assertEquals("einsum/repeated-index", code(() -> einsum("ii->i", a)));
        assertEquals("einsum/operands", code(() -> einsum("ij,jk->ik", a)));
        assertEquals("einsum/rank", code(() -> einsum("ijk->i", a)));
        assertEquals("einsum/size", code(() -> einsum("ij,jk->ik", a, t.normal(4, 2))));
        assertEquals("einsum/output", code(() -> einsum("ij->ik", a)));
        assertEquals("einsum/output", code(() -> einsum("ij->ii", a)));
    }

    @Test
    void convolutionHasGroupsStridePaddingDilation() {
        var x = t.normal(2, 4, 6, 7);
        var w = t.normal(6, 2, 3, 2);
        var y =
                call(
                        new Conv(),
                        List.of(x, w),
                        Map.of(
                                "stride", Tensors.sizes(2, 1),
                                "pad",
                                        new Attribute.Many(
                                                List.of(Tensors.sizes(1, 0), Tensors.sizes(0, 2))),
                                "dilation", Tensors.sizes(1, 2),
                                "groups", Tensors.size(2)));
        assertEquals(Shape.of(2, 6, 3, 7), y.shape());
        var xs = t.value(x);
        var ws = t.value(w);
        assertValue(
                y,
                o -> {
                    double sum = 0;
                    for (long c = 0; c < 2; c++) {
                        for (long i = 0; i < 3; i++) {
                            for (long j = 0; j < 2; j++) {
                                long channel = o[1] / 3 * 2 + c;
                                sum +=
                                        xs.atOrZero(o[0], channel, 2 * o[2] + i - 1, o[3] + 2 * j)
                                                * ws.at(o[1], c, i, j);
                            }
                        }
                    }
                    return sum;
                });
    }

    /// Of a hand-made example, and as the transpose of the convolution with the same weights.
    @Test
    void transposedConvolutionSpreadsItsInput() {
        var x = t.input(ElementType.F64, new NdArray(new long[] {1, 1, 2}, new double[] {1, 10}));
        var w = t.input(ElementType.F64, new NdArray(new long[] {1, 1, 3}, new double[] {1, 2, 3}));
        var y = call(new ConvTranspose(), List.of(x, w), Map.of("stride", Tensors.size(2)));
        assertTrue(
                Tensors.close(
                        t.value(y),
                        new NdArray(new long[] {1, 1, 5}, new double[] {1, 2, 13, 20, 30}),
                        0));
        var big = t.normal(2, 6, 4, 4);
        var weights = t.normal(6, 2, 3, 3);
        var settings =
                Map.of(
                        "stride",
                        Tensors.size(2),
                        "pad",
                        Tensors.size(1),
                        "groups",
                        Tensors.size(2),
                        "output_pad",
                        Tensors.size(1));
        var up = call(new ConvTranspose(), List.of(big, weights), settings);
        assertEquals(Shape.of(2, 4, 8, 8), up.shape());
        var other = t.normal(2, 4, 8, 8);
        var down =
                call(
                        new Conv(),
                        List.of(other, weights),
                        Map.of(
                                "stride",
                                Tensors.size(2),
                                "pad",
                                Tensors.size(1),
                                "groups",
                                Tensors.size(2)));
        assertEquals(t.dot(down, big), t.dot(up, other), 1e-9);
    }

    @Test
    void convolutionOfSymbolicSizesHasThemInNormalForm() {
        var n = Size.symbol("N");
        var h = Size.symbol("H");
        var x = t.symbolic(n, Size.of(3), h, h);
        var w = t.symbolic(Size.of(8), Size.of(3), Size.of(3), Size.of(3));
        var y = call(new Conv(), List.of(x, w), Map.of("pad", Tensors.size(1)));
        assertEquals(new Shape(List.of(n, Size.of(8), h, h)), y.shape());
        var half =
                call(
                        new Conv(),
                        List.of(x, w),
                        Map.of("pad", Tensors.size(1), "stride", Tensors.size(2)));
        assertEquals(h.plus(1).floorDiv(2), half.shape().size(2));
        var same =
                call(
                        new Conv(),
                        List.of(x, w),
                        Map.of("pad", new Attribute.Text("same"), "dilation", Tensors.size(3)));
        assertEquals(h, same.shape().size(3));
    }

    @Test
    void convolutionRefusesWhatDoesNotFit() {
        var x = t.normal(2, 4, 6);
        var w = t.normal(6, 4, 3);
        assertEquals(
                "conv/rank", code(() -> call(new Conv(), List.of(t.normal(2, 4), w), Map.of())));
        assertEquals(
                "conv/channels",
                code(() -> call(new Conv(), List.of(x, t.normal(6, 3, 3)), Map.of())));
        assertEquals(
                "conv/groups",
                code(() -> call(new Conv(), List.of(x, w), Map.of("groups", Tensors.size(3)))));
        assertEquals(
                "conv/groups",
                code(() -> call(new Conv(), List.of(x, w), Map.of("groups", Tensors.size(0)))));
        assertEquals(
                "conv/stride",
                code(() -> call(new Conv(), List.of(x, w), Map.of("stride", Tensors.size(0)))));
        assertEquals(
                "conv/dilation",
                code(() ->
                        call(new Conv(), List.of(x, w), Map.of("dilation", Tensors.sizes(1, 2)))));
        assertEquals(
                "conv/kernel-too-large",
                code(() -> call(new Conv(), List.of(x, w), Map.of("dilation", Tensors.size(3)))));
        var same = new Attribute.Text("same");
        assertEquals(
                "conv/pad",
                code(() ->
                        call(
                                new Conv(),
                                List.of(x, w),
                                Map.of("pad", same, "stride", Tensors.size(2)))));
        assertEquals(
                "conv/pad",
                code(() -> call(new Conv(), List.of(x, w), Map.of("pad", Tensors.sizes(1, 2)))));
        assertEquals(
                "conv_transpose/channels",
                code(() -> call(new ConvTranspose(), List.of(x, w), Map.of())));
    }

    @Test
    void averageCountsPaddingOrNot() {
        var x = t.normal(1, 1, 4);
        var v = t.value(x);
        var given = Map.of("size", Tensors.size(2), "pad", Tensors.size(1));
        assertValue(
                call(new AvgPool(), List.of(x), given),
                i -> (v.atOrZero(0, 0, 2 * i[2] - 1) + v.atOrZero(0, 0, 2 * i[2])) / 2);
        var bare =
                Map.of(
                        "size",
                        Tensors.size(2),
                        "pad",
                        Tensors.size(1),
                        "count_include_pad",
                        (Attribute) new Attribute.Flag(false));
        assertValue(
                call(new AvgPool(), List.of(x), bare),
                i ->
                        (v.atOrZero(0, 0, 2 * i[2] - 1) + v.atOrZero(0, 0, 2 * i[2]))
                                / (i[2] == 1 ? 2 : 1));
    }

    @Test
    void poolingRefusesWhatDoesNotFit() {
        var x = t.normal(1, 1, 4);
        assertEquals(
                "max_pool/pad",
                code(() ->
                        call(
                                new WindowMax(),
                                List.of(x),
                                Map.of("size", Tensors.size(2), "pad", Tensors.size(2)))));
        assertEquals(
                "max_pool/kernel-too-large",
                code(() -> call(new WindowMax(), List.of(x), Map.of("size", Tensors.size(5)))));
        assertEquals(
                "max_pool/rank",
                code(() ->
                        call(
                                new WindowMax(),
                                List.of(t.normal(3)),
                                Map.of("size", Tensors.size(2)))));
    }

    /// `max_pool` is differentiable twice: what its gradient picks is picked again.
    @Test
    void theGradientOfTheMaximumIsLinear() {
        var x = t.normal(2, 2, 7, 6);
        var y =
                call(
                        new WindowMax(),
                        List.of(x),
                        Map.of(
                                "size",
                                Tensors.size(3),
                                "stride",
                                Tensors.size(2),
                                "pad",
                                Tensors.size(1)));
        var dy = t.normal(2, 2, 4, 3);
        var dx = t.cotangents(y, dy).getFirst();
        assertEquals(t.dot(dy, y), t.dot(dx, x), 1e-9);
        var ddx = t.normal(2, 2, 7, 6);
        assertEquals(t.dot(ddx, dx), t.dot(t.cotangents(dx, ddx).getFirst(), dy), 1e-9);
    }
}
