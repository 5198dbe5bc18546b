package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;

import org.junit.jupiter.api.Test;

import java.util.Map;

/// Rows at positions from data.
class RowsFromDataTest {

    /// Such a factor makes no matrix product.
    @Test
    void sumsOfProductsWithThemAreRight() {
        var sums =
                Evaluated.of(
                                """
                                model M {
                                    fn (h: f64[2, 3], e: f64[3, 3], at: i32[3]) -> f64[3] = sum(take(h, at) * e, axis: 1)
                                }
                                """)
                        .runEverywhere(
                                Map.of(
                                        "h", array(new long[] {2, 3}, 1, 2, 3, 4, 5, 6),
                                        "e", array(new long[] {3, 3}, 1, 0, 0, 0, 1, 0, 1, 1, 1),
                                        "at", array(new long[] {3}, 1, 0, 1)))
                        .values()
                        .iterator()
                        .next();
        assertArrayEquals(new double[] {4, 2, 15}, sums.data());
    }

    /// Positions that depend on data by name alone: `0 * at` is 0.
    @Test
    void positionsThatAreKnownAfterAllAreRight() {
        var rows =
                Evaluated.of(
                                """
                                model M {
                                    fn (h: f64[2, 3], at: i32[3]) -> f64[3, 3] = take(exp(h), 1 + 0 * at, axis: 0)
                                }
                                """)
                        .runEverywhere(
                                Map.of(
                                        "h", array(new long[] {2, 3}, 1, 1, 1, 0, 0, 0),
                                        "at", array(new long[] {3}, 1, 0, 1)))
                        .values()
                        .iterator()
                        .next();
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, rows.data());
    }

    private interface Element {
        double of(int n, int k, int d);
    }

    private static final int[][] AT = {{2, 0}, {1, 1}, {3, 2}};
    private static final int[] ROW = {3, 0, 2};

    /// An element of x[4, 3, 5].
    private static double x(int v, int n, int d) {
        return 15 * v + 5 * n + d;
    }

    private static void assertElements(String notation, Element element) {
        var result =
                Evaluated.of(
                                """
                                model M {
                                    fn (x: f64[4, 3, 5], at: i32[3, 2], row: i32[3]) -> f64[3, 2, 4] =
                                        for n, k in 0..2, d in 0..4 => NOTATION
                                }
                                """
                                        .replace("NOTATION", notation))
                        .runEverywhere(
                                Map.of(
                                        "x",
                                                NdArray.generate(
                                                        new long[] {4, 3, 5},
                                                        i -> x((int) i[0], (int) i[1], (int) i[2])),
                                        "at",
                                                NdArray.generate(
                                                        new long[] {3, 2},
                                                        i -> AT[(int) i[0]][(int) i[1]]),
                                        "row",
                                                NdArray.generate(
                                                        new long[] {3}, i -> ROW[(int) i[0]])));
        var wanted =
                NdArray.generate(
                        new long[] {3, 2, 4}, i -> element.of((int) i[0], (int) i[1], (int) i[2]));
        Evaluated.assertNear(wanted, Evaluated.at(result, "result"), 0, notation);
    }

    /// Positions that have some of the indices of the others, of several entries, and beside
    /// formulas.
    @Test
    void positionsAnywhere() {
        assertElements("x[at[n, k], n, d + 1]", (n, k, d) -> x(AT[n][k], n, d + 1));
        assertElements(
                "x[row[n], (at[n, k] + row[n]) % 3, d]",
                (n, k, d) -> x(ROW[n], (AT[n][k] + ROW[n]) % 3, d));
        assertElements("x[k + 1, n, row[n]]", (n, k, d) -> x(k + 1, n, ROW[n]));
        assertElements(
                "x[at[n, k], (at[n, 0] + at[n, 1]) % 3, 4 - d]",
                (n, k, d) -> x(AT[n][k], (AT[n][0] + AT[n][1]) % 3, 4 - d));
        assertElements("x[d, row[n] - row[n], at[n, k]]", (n, k, d) -> x(d, 0, AT[n][k]));
    }

    @Test
    void theirGradientIsThatOfEachElement() {
        var program =
                Evaluated.of(
                        """
                        fn some(x: f64[4, 3, 5], at: i32[3, 2], row: i32[3]) -> f64 =
                            sum n, k, d => sin(x[at[n, k], n, d]) * x[row[n], n, at[n, k]]
                        model M {
                            fn (x: f64[4, 3, 5], at: i32[3, 2], row: i32[3]) =
                                (y: some(x, at, row), slope: grad(fn (x) => some(x, at, row))(x))
                        }
                        """);
        var inputs =
                Map.of(
                        "x",
                                NdArray.generate(
                                        new long[] {4, 3, 5},
                                        i -> Math.sin(x((int) i[0], (int) i[1], (int) i[2]))),
                        "at", NdArray.generate(new long[] {3, 2}, i -> AT[(int) i[0]][(int) i[1]]),
                        "row", NdArray.generate(new long[] {3}, i -> ROW[(int) i[0]]));
        var slope = Evaluated.at(program.runEverywhere(inputs), "slope");
        var differences =
                Evaluated.differences(
                        inputs,
                        "x",
                        in -> Interpreter.run(program.optimised(), in).result("y").at());
        Evaluated.assertNear(differences, slope, 1e-8, "slope");
    }

    private static NdArray array(long[] shape, double... data) {
        return new NdArray(shape, data);
    }
}
