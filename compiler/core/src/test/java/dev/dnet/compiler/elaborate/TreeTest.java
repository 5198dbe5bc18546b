package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// Recursion on what is known when compiling: trees as lists in lists, or as records of kinds; and
/// what has no end.
class TreeTest {

    private static double[] run(String text) {
        var x = new NdArray(new long[] {1, 3}, new double[] {2, 3, 5});
        return Evaluated.at(Evaluated.of(text).runEverywhere(Map.of("x", x)), "result").data();
    }

    @Test
    void listsInLists() {
        var text =
                """
                fn encode(tree, x: f64[N, L]) -> f64[N] =
                    if is_list(tree) {
                        fold t in tree, h = 0 => 10 * h + encode(t, x)
                    } else {
                        x[:, tree]
                    }
                model M {
                    fn (x: f64[N, 3]) = encode([[0, 1], 2, [[1]]], x)
                }
                """;
        assertArrayEquals(new double[] {100 * 23 + 10 * 5 + 3}, run(text), 1e-9);
    }

    @Test
    void recordsOfKinds() {
        var text =
                """
                enum Kind { leaf, sum, product }
                fn value(t, x: f64[N, L]) -> f64[N] =
                    if t.kind == Kind.leaf {
                        x[:, t.at]
                    } else {
                        let (a, b) = (value(t.left, x), value(t.right, x))
                        if t.kind == Kind.sum { a + b } else { a * b }
                    }
                model M {
                    let leaf = fn (i) => (kind: Kind.leaf, at: i)
                    let inner = (kind: Kind.sum, left: leaf(0), right: leaf(1))
                    fn (x: f64[N, 3]) = value((kind: Kind.product, left: inner, right: leaf(2)), x)
                }
                """;
        assertArrayEquals(new double[] {25}, run(text), 1e-9);
    }

    @Test
    void modelsOnTrees() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear}
                        model Node(tree = [[1, 1], 1]) {
                            let here = Linear(2, 2)
                            let parts = [Node(t) for t in if is_list(tree) { tree } else { [] }]
                            fn (x: f32[N, 2]) -> f32[N, 2] = fold p in parts, h = here(x) => h + p(x)
                        }
                        """,
                        "Node");
        var paths = Programs.variables(program);
        assertTrue(paths.contains("parts.0.parts.1.here.w: f32[2, 2]"), paths.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init again(n: int) -> E[..S] = E[..S] ~ again(n + 1)",
                "schedule again(n: int) = t => again(n)(t)",
                "fn again(n: int) = [again(n + 1)]",
                "fn again(n, x = f64[3] ~ ones) = grad(fn (x) => sum(again(n, x)))(x)",
                "optimizer again(n: int, inner: optimizer = again(n)) { fn (p, g, t) = p }",
            })
    void whatHasNoEndIsRefused(String declaration) {
        var use =
                declaration.startsWith("init")
                        ? "f64[3] ~ again(1)"
                        : declaration.startsWith("schedule") ? "again(1)(2)" : "again(1)";
        var text =
                declaration
                        + "\ninit ones -> E[..S] = 1\nmodel M { fn (x: f64[1, 3]) = x + ("
                        + use
                        + ") }";
        var error = Programs.error("call/recursion", text);
        assertTrue(error.message().contains("again → "), error.message());
    }
}
