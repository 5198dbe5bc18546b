package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.ops.Mul;
import dev.dnet.compiler.ops.Sum;
import dev.dnet.compiler.pass.Hook;
import dev.dnet.compiler.pass.Pipeline;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Matrix products and convolutions in index notation are the instruction that the primitives are,
/// and so are their gradients.
class IndexProductTest {
    private static final String PROGRAM =
            """
            fn product(x: X, w: W) -> f32[..S] = WRITTEN
            model Net() {
                fn (x: X, w: W) -> (y: f32[..S], dx: X, dw: W) {
                    let (dx, dw) = grad(fn (x, w) => sum(sin(product(x, w))))(x, w)
                    (product(x, w), dx, dw)
                }
            }
            """;

    private static Graph graph(String x, String w, String written) {
        var text =
                PROGRAM.replace("-> f32[..S]", "")
                        .replace("-> (y: f32[..S], dx: X, dw: W)", "")
                        .replace("(product(x, w), dx, dw)", "(y: product(x, w), dx: dx, dw: dw)")
                        .replace("X", x)
                        .replace("W", w)
                        .replace("WRITTEN".replace("W", w), written);
        var diagnostics = new Diagnostics();
        var graph = Programs.graph(Programs.program(text, "Net"), "apply");
        return Pipeline.standard()
                .run(graph, diagnostics, List.of(Hook.verify()))
                .orElseThrow(() -> new AssertionError(Programs.render(diagnostics.sorted())));
    }

    private static long count(Graph graph, Class<?> op) {
        return graph.instrs().stream().filter(i -> op.isInstance(i.op())).count();
    }

    private static Map<String, NdArray> run(Graph graph) {
        var inputs = new TreeMap<String, NdArray>();
        for (int v : graph.inputs()) {
            var input = (Input) graph.instr(v).op();
            inputs.put(
                    input.path(),
                    NdArray.generate(
                            input.declared().shape(),
                            i -> Math.sin(3.0 * i[0] + 2 * i[1] + 1.7 * i[i.length - 1])));
        }
        return Interpreter.run(graph, inputs).results();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "f32[5, 3]; f32[3, 4]; for n, o => sum c => x[n, c] * w[c, o]; x @ w",
                "f32[5, 3]; f32[4, 3]; for n, o => sum c => x[n, c] * w[o, c]; x @ w.T",
                "f32[2, 3, 9]; f32[4, 3, 3]; for n, o, t => sum c, k => x[n, c, t + k] * w[o, c, k]; conv(x, w)",
                "f32[2, 3, 9]; f32[4, 3, 3]; for n, o, t => sum c, k => x[n, c, 2 * t + k] * w[o, c, k];"
                        + " conv(x, w, stride: 2)",
                "f32[2, 3, 8, 7]; f32[4, 3, 3, 2]; for n, o, i, j => sum c, p, q => x[n, c, i + p, j + q] * w[o, c, p, q];"
                        + " conv(x, w)",
                "f32[2, 6, 5]; f32[2, 4, 5]; for b, t, s => sum d => x[b, t, d] * w[b, s, d]; x @ w.T"
            })
    void isWhatThePrimitiveIs(String x, String w, String written, String primitive) {
        var notation = graph(x, w, written);
        var wanted = graph(x, w, primitive);
        assertEquals(3, count(wanted, Contract.class));
        assertEquals(3, count(notation, Contract.class));
        assertEquals(count(wanted, Mul.class), count(notation, Mul.class));
        assertEquals(count(wanted, Sum.class), count(notation, Sum.class));
        var found = run(notation);
        run(wanted)
                .forEach((name, value) -> {
                    var other = Objects.requireNonNull(found.get(name));
                    assertArrayEquals(value.data(), other.data(), 1e-12, name);
                });
    }
}
