package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.ir.Verifier;
import dev.dnet.compiler.source.Source;

import java.util.List;
import java.util.Map;

/// Compiles small texts, with a little library of layers.
final class Programs {
    private static final String NN =
            """
            package nn

            init zeros -> E[..S] = 0
            init ones -> E[..S] = 1
            init he_normal(fan: int) -> E[..S] = sqrt(2 / fan) * (E[..S] ~ normal)
            init glorot(gain: f32 = 1) -> E[O, I, ..K] {
                let bound = gain * sqrt(6 / ((I + O) * prod(..K)))
                E[O, I, ..K] ~ uniform(-bound, bound)
            }

            fn relu(x: E[..S]) -> E[..S] = maximum(x, 0)
            fn flatten(x: E[N, ..S]) -> E[N, prod(..S)] = reshape(x, [N, prod(..S)])
            fn lerp(a: E[..S], b: E[..S], t: E) -> E[..S] = a + (b - a) * t
            fn max_pool2d(x: E[N, C, H, W], size: int) -> E[N, C, H div size, W div size] =
                max_pool(x, [size, size])
            fn softmax(x: E[..S], axis: int = -1) -> E[..S] {
                let e = exp(x - max(x, axis: axis, keep: true))
                e / sum(e, axis: axis, keep: true)
            }
            fn cross_entropy(x: E[N, C], label: i32[N]) -> E {
                let shifted = x - max(x, axis: 1, keep: true)
                let logs = shifted - log(sum(exp(shifted), axis: 1, keep: true))
                -mean(sum(logs * E(one_hot(label, C)), axis: 1))
            }
            fn l2(m: model) -> f32 = fold p in parameters(m), s = 0 => s + sum(p * p)
            fn moments(x: E[..S], keep: int) -> (mean: E[C], var: E[C]) {
                let axes = [a for a in 0..x.rank if a != keep]
                let m = mean(x, axis: axes, keep: true)
                let v = mean((x - m) ** 2, axis: axes)
                (mean(x, axis: axes), v)
            }

            model Linear(in: int, out: int, bias: bool = true) {
                param w: f32[out, in] ~ he_normal(fan: in)
                param b: f32[out] ~ zeros when bias
                fn (x: f32[..B, in]) -> f32[..B, out] = x @ w.T + if bias { b } else { 0 }
            }
            model Conv2d(in: int, out: int, kernel: int, pad: int = 0) {
                param w: f32[out, in, kernel, kernel] ~ he_normal(fan: in * kernel * kernel)
                param b: f32[out, 1, 1] ~ zeros
                fn (x: f32[N, in, H, W]) -> f32[N, out, H + 2 * pad - kernel + 1, W + 2 * pad - kernel + 1] =
                    conv(x, w, pad: pad) + b
            }

            schedule cosine(from: f32, steps: int, to: f32 = 0) = t =>
                to + 0.5 * (from - to) * (1 + cos(pi * min(t / steps, 1)))

            optimizer Sgd(lr: schedule) {
                fn (p, g, t) = p - lr(t) * g
            }
            optimizer Adam(lr: schedule, b1: f32 = 0.9, b2: f32 = 0.999, eps: f32 = 1e-8) {
                slot m ~ zeros
                slot v ~ zeros
                fn (p, g, t) {
                    m <- b1 * m + (1 - b1) * g
                    v <- b2 * v + (1 - b2) * g * g
                    p - lr(t) * (m / (1 - b1 ** t)) / (sqrt(v / (1 - b2 ** t)) + eps)
                }
            }
            optimizer clip_norm(max: f32, inner: optimizer) {
                fn (p, g, t, norm) = inner(p, g * minimum(1, max / (norm + 1e-6)), t)
            }
            """;

    private Programs() {}

    static Library library(Map<String, String> packages) {
        return name -> {
            if (name.equals("nn")) {
                return List.of(new Source("dnet:nn.dnet", NN));
            }
            var text = packages.get(name);
            return text == null ? List.of() : List.of(new Source(name + ".dnet", text));
        };
    }

    static Elaboration compile(String text) {
        var diagnostics = new Diagnostics();
        var result =
                Elaborator.elaborate(
                        List.of(new Source("test.dnet", text)), library(Map.of()), diagnostics);
        assertTrue(diagnostics.sorted().isEmpty(), () -> render(diagnostics.sorted()));
        for (var program : result.programs()) {
            program.methods()
                    .forEach(m ->
                            Verifier.require(m.graph(), Verifier.Stage.ELABORATED, "elaboration"));
        }
        return result;
    }

    /// What comes of a text that may have warnings.
    static Elaboration elaborate(String text) {
        return Elaborator.elaborate(
                List.of(new Source("test.dnet", text)), library(Map.of()), new Diagnostics());
    }

    static Program program(String text, String name) {
        return compile(text).program(name).orElseThrow();
    }

    static Graph graph(Program program, String method) {
        return program.methods().stream()
                .filter(m -> m.name().equals(method))
                .findFirst()
                .orElseThrow()
                .graph();
    }

    static List<String> variables(Program program) {
        return program.variables().stream().map(v -> v.path() + ": " + v.type()).toList();
    }

    static List<String> outputs(Graph graph) {
        return graph.outputs().stream()
                .map(o -> o.kind() + " " + o.name() + ": " + graph.type(o.value()))
                .toList();
    }

    static List<Diagnostic> errors(String text) {
        return errors(text, Map.of());
    }

    static List<Diagnostic> errors(String text, Map<String, String> packages) {
        var diagnostics = new Diagnostics();
        var result =
                Elaborator.elaborate(
                        List.of(new Source("test.dnet", text)), library(packages), diagnostics);
        assertTrue(result.programs().isEmpty(), "no program comes of errors");
        return diagnostics.sorted();
    }

    /// The one error of a text.
    static Diagnostic error(String code, String text) {
        var errors = errors(text);
        assertEquals(
                List.of(code),
                errors.stream().map(Diagnostic::code).toList(),
                () -> render(errors));
        return errors.getFirst();
    }

    static String render(List<Diagnostic> diagnostics) {
        return new TextRenderer(false).render(diagnostics);
    }

    static String print(Graph graph) {
        return GraphPrinter.printWithoutPlaces(graph);
    }
}
