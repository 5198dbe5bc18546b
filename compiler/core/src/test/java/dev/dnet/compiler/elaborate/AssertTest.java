package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.runtime.DnetException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What `assert` states of sizes holds in the types that follow it, and is checked by every call.
class AssertTest {

    private static String model(String body) {
        return """
        fn total(x: f64[N, 3]) -> f64[N] = sum(x, axis: 1)
        model M {
            BODY
        }
        """
                .replace("BODY", body);
    }

    private static NdArray counting(long... shape) {
        var data = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.setAll(data, i -> 0.25 * i - 1);
        return new NdArray(shape, data);
    }

    private static void refuses(Evaluated method, String condition, Map<String, NdArray> inputs) {
        for (var run :
                List.<Executable>of(() -> method.run(inputs), () -> method.emitted(inputs))) {
            var error = assertThrows(DnetException.class, run);
            assertEquals("assert/failed", error.code());
            assertTrue(error.found().contains("`" + condition + "`"), error.found());
        }
    }

    @Test
    void twoFreeSizesBecomeOne() {
        var method =
                Evaluated.of(
                        model(
                                """
                                fn (x: f64[A, C], y: f64[B, C]) -> f64[A, C] {
                                    assert A == B, "rows go together"
                                    x + y
                                }
                                """));
        var x = counting(2, 3);
        var sum = Evaluated.at(method.runEverywhere(Map.of("x", x, "y", x)), "result");
        assertArrayEquals(new double[] {-2, -1.5, -1, -0.5, 0, 0.5}, sum.data(), 1e-12);
        refuses(method, "A == B", Map.of("x", x, "y", counting(4, 3)));
    }

    @Test
    void aFreeSizeBecomesANumber() {
        var method =
                Evaluated.of(
                        model(
                                """
                                fn (x: f64[N, D]) -> f64[N] {
                                    assert D == 3
                                    total(x)
                                }
                                """));
        method.runEverywhere(Map.of("x", counting(2, 3)));
        refuses(method, "D == 3", Map.of("x", counting(2, 4)));
    }

    @Test
    void halvesMakeAWhole() {
        var method =
                Evaluated.of(
                        model(
                                """
                                fn (x: f64[N, D], y: f64[2 * (D div 2), N]) -> f64[N, D] {
                                    assert D % 2 == 0
                                    concat(x[.., D div 2:], x[.., :D div 2], axis: 1) + y.T
                                }
                                """));
        var inputs = Map.of("x", counting(2, 4), "y", NdArray.filled(new long[] {4, 2}, 0));
        var turned = method.runEverywhere(inputs);
        assertArrayEquals(
                new double[] {-0.5, -0.25, -1, -0.75, 0.5, 0.75, 0, 0.25},
                Evaluated.at(turned, "result").data(),
                1e-12);
        refuses(
                method,
                "D % 2 == 0",
                Map.of("x", counting(2, 5), "y", NdArray.filled(new long[] {4, 2}, 0)));
    }

    @Test
    void factsGoTogether() {
        var method =
                Evaluated.of(
                        model(
                                """
                                fn (x: f64[T, D], y: f64[S, D], z: f64[U]) -> f64[T] {
                                    assert (T + 1) % 2 == 0 and S == T + 1
                                    assert U == S div 2
                                    let w = y[:T] * x
                                    sum(w, axis: 1) + concat(z, z, axis: 0)[:T]
                                }
                                """));
        var inputs = Map.of("x", counting(3, 2), "y", counting(4, 2), "z", counting(2));
        method.runEverywhere(inputs);
        refuses(
                method,
                "U == S div 2",
                Map.of("x", counting(3, 2), "y", counting(4, 2), "z", counting(3)));
    }

    @Test
    void gradientsSeeThem() {
        var method =
                Evaluated.of(
                        model(
                                """
                                fn (x: f64[A], y: f64[B]) -> (y: f64, d_x: f64[A]) {
                                    assert A == B
                                    let (v, g) = value_and_grad(fn (x) => sum(x * x * y))(x)
                                    (v, g)
                                }
                                """));
        var inputs = Map.of("x", counting(5), "y", counting(5));
        var results = method.run(inputs);
        Evaluated.assertNear(
                Evaluated.differences(inputs, "x", i -> Evaluated.at(method.run(i), "y").data()[0]),
                Evaluated.at(results, "d_x"),
                1e-6,
                "gradient");
    }

    @Test
    void columnsOfABatchHaveThem() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear, Sgd}
                        train T {
                            let net = Linear(2, 1)
                            batch (x: f32[N, D], y: f32[M])
                            assert D == 2 and N == M, "as many targets as examples"
                            loss = mean((net(x)[:, 0] - y) ** 2)
                            update = Sgd(0.1)
                        }
                        """,
                        "T");
        var step = Programs.print(Programs.graph(program, "step"));
        assertTrue(step.contains("\"D == 2\""), step);
        assertTrue(step.contains("\"N == M\""), step);
    }

    @Test
    void whatNoNameCanBeSettledByIsOnlyChecked() {
        var method =
                Evaluated.of(
                        model(
                                """
                                fn (x: f64[A, B]) -> f64[A, B] {
                                    assert A * B == 6, "six, not {A * B}"
                                    x
                                }
                                """));
        method.runEverywhere(Map.of("x", counting(2, 3)));
        refuses(method, "A * B == 6", Map.of("x", counting(2, 2)));
    }

    @Test
    void whatWouldMendIt() {
        var error =
                Programs.error(
                        "type/shape-mismatch", model("fn (x: f64[N, D]) -> f64[N] = total(x)"));
        assertEquals(
                "if they are equal in every call, say so before: assert D == 3",
                error.help().orElseThrow().text());
    }

    @Test
    void textsHoldValues() {
        var error =
                Programs.error(
                        "assert/failed",
                        """
                        enum Kind { first, second }
                        model M(heads: int = 3, rate: f32 = 1e-3, kind: Kind = Kind.second) {
                            fn (x: f32[N, 8]) {
                                assert 8 % heads == 0, "{heads} in {{{8}}}: {rate} {kind} {[1, 2.5]} {x} {N + 1}"
                                x
                            }
                        }
                        """);
        assertEquals(
                "`8 % heads == 0` does not hold: 3 in {8}: 0.001 Kind.second [1, 2.5] f32[N, 8] N"
                        + " + 1",
                error.message());
    }
}
