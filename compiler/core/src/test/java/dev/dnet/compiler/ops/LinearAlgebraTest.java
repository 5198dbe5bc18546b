package dev.dnet.compiler.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class LinearAlgebraTest {
    private final Tensors t = new Tensors();

    private static NdArray routine(Op op, List<TensorType> types, List<NdArray> operands) {
        var result = op.type(types);
        return RoutineRunner.run(
                (Compute.Routine) op.compute(types, result), types, operands, result);
    }

    private static NdArray product(NdArray a, NdArray b) {
        long inner = a.shape()[1];
        return NdArray.generate(
                new long[] {a.shape()[0], b.shape()[1]},
                i -> {
                    double sum = 0;
                    for (long k = 0; k < inner; k++) {
                        sum += a.at(i[0], k) * b.at(k, i[1]);
                    }
                    return sum;
                });
    }

    private static NdArray transposed(NdArray a) {
        return NdArray.generate(new long[] {a.shape()[1], a.shape()[0]}, i -> a.at(i[1], i[0]));
    }

    private static TensorType f64(long... shape) {
        return new TensorType(ElementType.F64, Shape.of(shape));
    }

    @Test
    void choleskyIsUndoneByItsSquare() {
        var b = t.draw(20, 30);
        var a = product(b, transposed(b));
        var l = routine(new Cholesky(), List.of(f64(20, 20)), List.of(a));
        assertTrue(Tensors.close(product(l, transposed(l)), a, 1e-11));
        assertEquals(0, l.at(3, 7));
    }

    @Test
    void choleskyOfWhatIsNotPositiveIsNan() {
        var a = new NdArray(new long[] {2, 2}, new double[] {1, 2, 2, 1});
        assertTrue(Double.isNaN(routine(new Cholesky(), List.of(f64(2, 2)), List.of(a)).at(1, 1)));
    }

    @Test
    void eigenvectorsDiagonaliseAndStandInOrder() {
        for (int n : new int[] {1, 2, 3, 40}) {
            var b = t.draw(n, n + 3);
            var a = product(b, transposed(b));
            var v = routine(new EighVectors(), List.of(f64(n, n)), List.of(a));
            var d = product(transposed(v), product(a, v));
            for (int i = 0; i < n; i++) {
                assertTrue(i == 0 || d.at(i - 1, i - 1) <= d.at(i, i));
                for (int j = 0; j < n; j++) {
                    assertEquals(i == j ? d.at(i, i) : 0, d.at(i, j), 1e-10);
                }
            }
            assertTrue(Tensors.close(v, new EighVectors().eval(List.of(a), f64(n, n)), 1e-9));
        }
    }

    @Test
    void eigenvectorsOfADiagonalMatrixAreThoseOfTheIdentityInOrder() {
        var a = NdArray.generate(new long[] {4, 4}, i -> i[0] == i[1] ? 4 - i[0] : 0);
        var v = routine(new EighVectors(), List.of(f64(4, 4)), List.of(a));
        var reversed = NdArray.generate(new long[] {4, 4}, i -> i[0] == 3 - i[1] ? 1 : 0);
        assertTrue(Tensors.close(v, reversed, 0));
    }

    @Test
    void eigenvectorsOfWhatIsNoNumberAreNan() {
        var a = new NdArray(new long[] {2, 2}, new double[] {1, 0, Double.NaN, 1});
        var v = routine(new EighVectors(), List.of(f64(2, 2)), List.of(a));
        assertTrue(Double.isNaN(v.at(0, 0)));
    }

    @Test
    void fourierSumsOfAnyLengthAreThoseOfTheDefinition() {
        for (int n : new int[] {1, 2, 3, 8, 12, 97, 128}) {
            for (boolean inverse : new boolean[] {false, true}) {
                var x = t.draw(2, 3, n, 2);
                var type = f64(2, 3, n, 2);
                var sum = new FourierSum(2, inverse);
                var y = routine(sum, List.of(type), List.of(x));
                assertTrue(Tensors.close(y, sum.eval(List.of(x), type), 1e-11), "length " + n);
            }
        }
    }

    @Test
    void qrHasOrthonormalColumnsAndAPositiveDiagonal() {
        var a = t.draw(25, 12);
        var q = routine(new QrQ(), List.of(f64(25, 12)), List.of(a));
        var identity = NdArray.generate(new long[] {12, 12}, i -> i[0] == i[1] ? 1 : 0);
        assertTrue(Tensors.close(product(transposed(q), q), identity, 1e-13));
        var r = product(transposed(q), a);
        for (int i = 0; i < 12; i++) {
            assertTrue(r.at(i, i) > 0);
            for (int j = 0; j < i; j++) {
                assertEquals(0, r.at(i, j), 1e-13);
            }
        }
        assertTrue(Tensors.close(product(q, r), a, 1e-12));
    }

    @Test
    void qrIsATuple() {
        var a = t.normal(2, 5, 3);
        var factors = t.call(new Qr(), List.of(a), Map.of());
        assertTrue(
                Tensors.close(
                        t.value(Matmul.of(factors.get(0), factors.get(1))), t.value(a), 1e-12));
        assertEquals(0, t.value(factors.get(1)).at(0, 2, 1));
    }

    @Test
    void triangularSolveTakesAVector() {
        var a =
                t.input(
                        ElementType.F64,
                        new NdArray(new long[] {2, 2}, new double[] {2, 99, 4, 5}));
        var b = t.input(ElementType.F64, new NdArray(new long[] {2}, new double[] {2, 14}));
        assertArrayEquals(
                new double[] {1, 2},
                t.value(t.call(new TriangularSolve(), List.of(a, b), Map.of()).getFirst()).data());
    }

    /// The derivative of `L(A)` is that of a function whose square is `A`: `⟨dL, L⟩ = 2 ⟨dA, A⟩`,
    /// as `L` scales with the root.
    @Test
    void choleskyScalesWithTheRoot() {
        var b = t.draw(6, 9);
        var a = t.input(ElementType.F64, product(b, transposed(b)));
        Expr l = a.call(new Cholesky());
        var dl = t.normal(6, 6);
        assertEquals(t.dot(dl, l), 2 * t.dot(t.cotangents(l, dl).getFirst(), a), 1e-9);
    }

    @Test
    void shapesAreChecked() {
        assertEquals("cholesky/shape", code(() -> t.normal(2, 3).call(new Cholesky())));
        assertEquals("cholesky/shape", code(() -> t.normal(3).call(new Cholesky())));
        assertEquals("qr/shape", code(() -> t.normal(2, 3).call(new QrQ())));
        assertEquals(
                "triangular_solve/shape",
                code(() -> t.normal(3, 3).call(new TriangularSolve(), t.normal(2, 3))));
        assertEquals("type/element-unsupported", code(() -> t.whole(1, 2).call(new QrQ())));
    }

    private static String code(Runnable wrong) {
        return assertThrows(OpError.class, wrong::run).code();
    }
}
