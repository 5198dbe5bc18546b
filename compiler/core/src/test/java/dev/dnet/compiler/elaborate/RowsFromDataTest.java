package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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

    private static NdArray array(long[] shape, double... data) {
        return new NdArray(shape, data);
    }
}
