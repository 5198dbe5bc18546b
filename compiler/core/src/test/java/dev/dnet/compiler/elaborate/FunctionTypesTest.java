package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// Parameters that are functions of a declared type.
class FunctionTypesTest {
    private static final NdArray X = new NdArray(new long[] {3}, new double[] {2, 3, 5});

    private static double[] run(String text) {
        return Evaluated.at(Evaluated.of(text).runEverywhere(Map.of("x", X)), "result").data();
    }

    /// Everything that can be called may be given: here all of them square.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "square",
                "fn (v) => v * v",
                "Square()",
                "fn (v, by = 1) => v * v * by",
                "grad(fn (v) => sum(v ** 3) / 3)",
                "vmap(fn (e) => e * e)",
                "powers.square",
                "powers.infer"
            })
    void whatMayBeGiven(String function) {
        var text =
                """
                fn square(x: E[..S]) -> E[..S] = x * x
                model Square() {
                    fn (x: E[..S]) -> E[..S] = x * x
                    fn square(x: E[..S]) -> E[..S] = x * x
                }
                fn with_one(f: fn (f64[N]) -> f64[N], x: f64[N]) -> f64[N] = f(x) + 1
                model M {
                    let powers = Square()
                    fn (x: f64[3]) = with_one(%s, x)
                }
                """
                        .formatted(function.equals("Square()") ? "powers" : function);
        assertArrayEquals(new double[] {5, 10, 26}, run(text), 1e-9);
    }

    @Test
    void whatNothingGivesIsFreeInEachCall() {
        var text =
                """
                fn ends(f: fn (E[..S]) -> E[..S], x: f64[3]) = f(x) + f(x[0]) + f(x[:1])
                model M {
                    fn (x: f64[3]) = ends(fn (v) => 2 * v, x)
                }
                """;
        assertArrayEquals(new double[] {12, 14, 18}, run(text), 1e-9);
    }

    @Test
    void primitivesAndNumbersAndElementsUnderIndices() {
        var text =
                """
                fn along(f: fn (f64[..S], f64[..S]) -> f64[..S], x: f64[N]) = for n => f(x[n], x[n])
                fn most(f: fn (f64[..S], f64[..S]) -> f64[..S], x: f64[..S]) = f(x, 3)
                model M {
                    fn (x: f64[3]) = along(maximum, x) + most(maximum, x)
                }
                """;
        assertArrayEquals(new double[] {5, 6, 10}, run(text), 1e-9);
    }

    @Test
    void gradientsGoThroughThem() {
        var text =
                """
                fn slope(f: fn (f64[N]) -> f64, x: f64[N]) -> f64[N] = grad(f)(x)
                model M {
                    fn (x: f64[3]) = slope(fn (v) => sum(v ** 3), x)
                }
                """;
        assertArrayEquals(new double[] {12, 27, 75}, run(text), 1e-9);
    }

    @Test
    void aModelThatIsGivenIsAPartOfTheModel() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear}
                        model Twice(f: fn (f32[N, D]) -> f32[N, E] = Linear(2, 2)) {
                            fn (x: f32[N, 2]) -> f32[N, 2] = f(f(x))
                        }
                        model M {
                            let twice = Twice()
                            fn (x: f32[N, 2]) = sum(parameters(twice)[0]) + twice(x)
                        }
                        """,
                        "M");
        assertTrue(
                Programs.variables(program).contains("twice.f.w: f32[2, 2]"),
                () -> Programs.variables(program).toString());
    }

    @Test
    void aFunctionIsGivenOn() {
        var text =
                """
                fn many(f: fn (f64[..S]) -> f64[..S], n: int, x: f64[..S]) -> f64[..S] =
                    if n == 0 { x } else { many(f, n - 1, f(x)) }
                model M {
                    fn (x: f64[3]) = many(fn (v) => 2 * v, 150, x) / 2.0 ** 150
                }
                """;
        assertArrayEquals(new double[] {2, 3, 5}, run(text), 1e-9);
    }
}
