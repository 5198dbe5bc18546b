package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Models on their own: parameters, paths, shapes, state.
class ModelTest {

    @Test
    void linearLayer() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear}
                        model Net {
                            let f = Linear(in: 3, out: 4)
                            fn (x: f32[N, 3]) -> f32[N, 4] = f(x)
                        }
                        """,
                        "Net");
        assertEquals(List.of("f.w: f32[4, 3]", "f.b: f32[4]"), Programs.variables(program));
        assertEquals(
                List.of("WRITE f.w: f32[4, 3]", "WRITE f.b: f32[4]"),
                Programs.outputs(Programs.graph(program, "init")));
        var apply = Programs.graph(program, "apply");
        assertEquals(List.of("RESULT result: f32[N, 4]"), Programs.outputs(apply));
        assertTrue(Programs.print(apply).contains("contract"), Programs.print(apply));
    }

    @Test
    void listsTakeTheirIndexAsPath() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear, relu}
                        model Block(width: int) {
                            let inner = Linear(width, width, bias: false)
                            fn (x: f32[..B, width]) -> f32[..B, width] = x + relu(inner(x))
                        }
                        model Encoder(depth: int = 3, width: int = 8) {
                            let blocks = [Block(width) for i in 0..depth]
                            fn (x: f32[N, T, width]) -> f32[N, T, width] = fold b in blocks, h = x => b(h)
                        }
                        """,
                        "Encoder");
        assertEquals(
                List.of("blocks.0.inner.w", "blocks.1.inner.w", "blocks.2.inner.w"),
                program.variables().stream().map(v -> v.path()).toList());
    }

    @Test
    void modelsInArgumentsAreNamedAfterTheParameter() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear}
                        model Sequential(layers: [model]) {
                            fn (x: f32[N, I]) -> f32[N, O] = fold l in layers, h = x => l(h)
                        }
                        model Net {
                            let body = Sequential([Linear(2, 3), Linear(3, 1)])
                            fn (x: f32[N, 2]) = body(x)
                        }
                        """,
                        "Net");
        assertEquals(
                List.of("body.layers.0.w", "body.layers.0.b", "body.layers.1.w", "body.layers.1.b"),
                program.variables().stream().map(v -> v.path()).toList());
    }

    @Test
    void tiedWeightsAreOneVariable() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear}
                        model Auto {
                            let there = Linear(3, 5, bias: false)
                            let back = Linear(5, 3, bias: false, w: there.w.T)
                            let again = Linear(3, 5, bias: false, w: there.w)
                            fn (x: f32[N, 3]) = x |> there |> back |> again
                        }
                        """,
                        "Auto");
        assertEquals(List.of("there.w: f32[5, 3]"), Programs.variables(program));
    }

    @Test
    void whenLeavesOut() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear}
                        model Net {
                            let f = Linear(3, 4, bias: false)
                            fn (x: f32[N, 3]) = f(x)
                        }
                        """,
                        "Net");
        assertEquals(List.of("f.w: f32[4, 3]"), Programs.variables(program));
    }

    @Test
    void namedResultsAndFunctions() {
        var program =
                Programs.program(
                        """
                        model Pair {
                            fn (q: f32[N, 2], p: f32[N, 2]) -> (dq: f32[N, 2], dp: f32[N, 2]) = (p, -q)
                            fn energy(q: f32[N, 2]) -> f32[N] = sum(q * q, axis: 1) / 2
                        }
                        """,
                        "Pair");
        assertEquals(
                List.of("RESULT dq: f32[N, 2]", "RESULT dp: f32[N, 2]"),
                Programs.outputs(Programs.graph(program, "apply")));
        assertEquals(
                List.of("RESULT result: f32[N]"),
                Programs.outputs(Programs.graph(program, "energy")));
    }

    @Test
    void genericOverElementTypesAndAxes() {
        var program =
                Programs.program(
                        """
                        fn twice(x: E[..B]) -> E[..B] = x + x
                        model M {
                            fn (a: f64[N], b: i32[N, 2]) = (twice(a), twice(b))
                        }
                        """,
                        "M");
        assertEquals(
                List.of("RESULT result0: f64[N]", "RESULT result1: i32[N, 2]"),
                Programs.outputs(Programs.graph(program, "apply")));
    }

    @Test
    void stateIsWrittenInTrainingOnly() {
        var program =
                Programs.program(
                        """
                        use nn.{zeros}
                        model Counter {
                            state count: f32 ~ zeros
                            fn (x: f32[N]) -> f32[N] {
                                count <- count + 1
                                x * count
                            }
                        }
                        """,
                        "Counter");
        assertEquals(
                List.of("RESULT result: f32[N]"),
                Programs.outputs(Programs.graph(program, "apply")));
    }

    @Test
    void elementTypesOfLiteralsFollow() {
        Programs.program(
                """
                model M {
                    fn (a: f64[N], k: i32[N]) = (a * 2 + 0.5, k * 2 + 1, where(k > 3, a, 0), max(a, 1), -a ** 2)
                }
                """,
                "M");
    }

    @Test
    void sizesAreValues() {
        var program =
                Programs.program(
                        """
                        model M {
                            fn (x: f32[N, C, L]) -> f32[N, C * L] = reshape(x, [N, C * L]) / f32(N)
                            fn half(x: f32[N, C]) -> f32[N, C div 2] = x[:, :C div 2]
                            fn tail(x: f32[N, 4]) -> f32[N, 2] = x[:, -2:]
                            fn first(x: f32[N, 4]) -> f32[4] = x[0]
                        }
                        """,
                        "M");
        assertEquals(5, program.methods().size());
    }
}
