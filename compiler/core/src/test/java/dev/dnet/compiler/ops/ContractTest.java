package dev.dnet.compiler.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class ContractTest {
    private static Axis axis(String name, long extent) {
        return new Axis(name, Size.of(extent));
    }

    /// A convolution and the shapes of its operands.
    record Case(Contract op, Shape x, Shape w) {
        /// `y[n, o, h…] += x[n, c, s * h + d * i - p…] * w[o, c, i…]`.
        static Case convolution(
                int rank, long size, long kernel, long stride, long dilation, long pad) {
            var n = axis("n", 2);
            var o = axis("o", 3);
            var c = axis("c", 2);
            var out = new ArrayList<>(List.of(n, o));
            var reduce = new ArrayList<>(List.of(c));
            var left = new ArrayList<>(Access.of(List.of(n, c)));
            var x = Shape.of(2, 2);
            var w = Shape.of(3, 2);
            for (int d = 0; d < rank; d++) {
                long extent = (size + d + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1;
                var h = axis("h" + d, extent);
                var i = axis("i" + d, kernel);
                out.add(h);
                reduce.add(i);
                left.add(Access.of(h, stride, i.index().times(dilation).minus(pad)));
                x = x.concat(Shape.of(size + d));
                w = w.concat(Shape.of(kernel));
            }
            var right = new ArrayList<>(List.of(o));
            right.addAll(reduce);
            return new Case(new Contract(out, reduce, left, Access.of(right)), x, w);
        }

        @Override
        public String toString() {
            return op.toString();
        }
    }

    static Stream<Case> cases() {
        var convolutions = Stream.<Case>builder();
        for (int rank = 1; rank <= 3; rank++) {
            for (long stride = 1; stride <= (rank == 3 ? 2 : 3); stride++) {
                for (long dilation = 1; dilation <= 2; dilation++) {
                    for (long pad = 0; pad <= 2; pad += 2) {
                        long kernel = rank == 3 ? 2 : 2 + stride % 2;
                        convolutions.add(
                                Case.convolution(
                                        rank, rank == 3 ? 3 : 5, kernel, stride, dilation, pad));
                    }
                }
            }
        }
        var b = axis("b", 2);
        var m = axis("m", 3);
        var k = axis("k", 4);
        var j = axis("j", 5);
        convolutions.add(
                new Case(
                        new Contract(
                                List.of(b, m, j),
                                List.of(k),
                                Access.of(List.of(b, m, k)),
                                Access.of(List.of(b, k, j))),
                        Shape.of(2, 3, 4),
                        Shape.of(2, 4, 5)));
        convolutions.add(
                new Case(
                        new Contract(
                                List.of(b, m, j),
                                List.of(k),
                                Access.of(List.of(b, m, k)),
                                List.of(Access.of(Size.ZERO), Access.of(k), Access.of(j))),
                        Shape.of(2, 3, 4),
                        Shape.of(1, 4, 5)));
        convolutions.add(Case.convolution(2, 3, 3, 1, 1, 0));
        convolutions.add(Case.convolution(1, 9, 2, 3, 1, 0));
        return convolutions.build();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void firstDerivativesAreTheTransposes(Case c) {
        var t = new Tensors();
        assertAdjoint(t, t.normal(c.x().dims()).call(c.op(), t.normal(c.w().dims())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesOfDerivativesAreTheTransposes(Case c) {
        var t = new Tensors();
        var y = t.normal(c.x().dims()).call(c.op(), t.normal(c.w().dims()));
        for (var cotangent : t.cotangents(y, t.normal(t.value(y).shape()))) {
            assertAdjoint(t, cotangent);
        }
    }

    /// A bilinear map: `⟨dy, f(l, r)⟩ = ⟨dl, l⟩ = ⟨dr, r⟩`.
    private static void assertAdjoint(Tensors t, Expr y) {
        var dy = t.normal(t.value(y).shape());
        double expected = t.dot(dy, y);
        var cotangents = t.cotangents(y, dy);
        for (int k = 0; k < 2; k++) {
            var operand = t.operand(y, k);
            assertEquals(operand.type(), cotangents.get(k).type());
            assertEquals(
                    expected, t.dot(cotangents.get(k), operand), 1e-9, () -> t.op(y).toString());
        }
    }

    @Test
    void convolutionEqualsTheLoopsOfTheBook() {
        var t = new Tensors();
        var c = Case.convolution(2, 5, 3, 2, 1, 1);
        var x = t.normal(c.x().dims());
        var w = t.normal(c.w().dims());
        var y = t.value(x.call(c.op(), w));
        var xs = t.value(x);
        var ws = t.value(w);
        for (int h = 0; h < y.shape()[2]; h++) {
            for (int v = 0; v < y.shape()[3]; v++) {
                double sum = 0;
                for (int ch = 0; ch < 2; ch++) {
                    for (int i = 0; i < 3; i++) {
                        for (int k = 0; k < 3; k++) {
                            sum +=
                                    xs.atOrZero(1, ch, 2 * h + i - 1, 2 * v + k - 1)
                                            * ws.at(2, ch, i, k);
                        }
                    }
                }
                assertEquals(sum, y.at(1, 2, h, v), 1e-12);
            }
        }
    }

    @Test
    void theDerivativeOfAStridedAccessDivides() {
        var c = Case.convolution(1, 6, 3, 2, 1, 1);
        assertEquals(
                "y[n, o, h0] += l[n, c, 2 * h0 + i0 - 1] * r[o, c, i0] over c < 2, i0 < 3",
                c.op().toString());
        var t = new Tensors();
        var y = t.normal(c.x().dims()).call(c.op(), t.normal(c.w().dims()));
        var d = t.cotangents(y, t.normal(t.value(y).shape()));
        assertEquals(
                "y[n, c, h1] += l[n, o, (h1 - i0 + 1) / 2] * r[o, c, i0] over o < 3, i0 < 3",
                t.op(d.get(0)).toString());
        assertEquals(
                "y[o, c, i0] += l[n, o, h0] * r[n, c, 2 * h0 + i0 - 1] over n < 2, h0 < 3",
                t.op(d.get(1)).toString());
    }

    @Test
    void secondDerivativesSumOverQuotientsOnly() {
        var c = Case.convolution(2, 6, 3, 2, 1, 1);
        var t = new Tensors();
        var y = t.normal(c.x().dims()).call(c.op(), t.normal(c.w().dims()));
        var dx = t.cotangents(y, t.normal(t.value(y).shape())).get(0);
        var dw = (Contract) t.op(t.cotangents(dx, t.normal(c.x().dims())).get(1));
        assertTrue(
                Stream.concat(dw.left().stream(), dw.right().stream())
                        .allMatch(a -> a.divisor() == 1),
                dw::toString);
    }

    @Test
    void aDiagonalIsRefused() {
        var i = axis("i", 3);
        var op =
                new Contract(
                        List.of(i), List.of(), Access.of(List.of(i, i)), Access.of(List.of(i)));
        var t = new Tensors();
        var y = t.normal(3, 3).call(op, t.normal(3));
        var e = assertThrows(OpError.class, () -> t.cotangents(y, t.normal(3)));
        assertEquals("contract/no-gradient", e.code());
    }

    @Test
    void guardsStandOnlyWhereAnIndexCanLeave() {
        assertTrue(guarded(Case.convolution(2, 7, 3, 2, 1, 1)));
        assertFalse(guarded(Case.convolution(2, 7, 3, 2, 2, 0)));
    }

    private static boolean guarded(Case c) {
        var t = new Tensors();
        var y = t.normal(c.x().dims()).call(c.op(), t.normal(c.w().dims()));
        var nest =
                (Compute.Nest)
                        c.op().compute(
                                        List.of(t.operand(y, 0).type(), t.operand(y, 1).type()),
                                        y.type());
        return nest.body().terms().stream()
                .anyMatch(term -> term instanceof Term.Load load && !load.guard().isAlways());
    }

    @Test
    void transposedAndRepeatedFactorsAreReadInPlace() {
        var t = new Tensors();
        var m = axis("m", 3);
        var k = axis("k", 4);
        var j = axis("j", 5);
        var op =
                new Contract(
                        List.of(m, j),
                        List.of(k),
                        Access.of(List.of(m, k)),
                        Access.of(List.of(k, j)));
        var x = t.normal(3, 4);
        var w = t.normal(5, 4);
        var y = x.call(op, Formulas.transpose(w));
        int simpler = op.simplify(t.graph, t.graph.instr(y.value()).args()).orElseThrow();
        assertEquals(List.of(x.value(), w.value()), t.graph.instr(simpler).args());
        assertTrue(Tensors.close(t.value(new Expr(t.graph, simpler)), t.value(y), 1e-12));
    }
}
