package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Verifier;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Everything of the standard library elaborates.
class StandardLibraryTest {

    private static void compiles(String text) {
        var diagnostics = new Diagnostics();
        var library = Library.folder(Path.of("../../stdlib/src/main/dnet"));
        var result =
                Elaborator.elaborate(List.of(new Source("test.dnet", text)), library, diagnostics);
        assertEquals("", Programs.render(diagnostics.sorted()));
        for (var program : result.programs()) {
            program.methods()
                    .forEach(m ->
                            Verifier.require(m.graph(), Verifier.Stage.ELABORATED, "elaboration"));
        }
    }

    private static void trains(String lets, String loss, String update) {
        compiles(
                """
                use nn.{Linear, Conv1d, Conv2d, Conv3d, BatchNorm, LayerNorm, GroupNorm, Dropout, Embedding}
                use nn.{relu, leaky_relu, elu, gelu, silu, softplus, softmax, log_softmax, flatten, max_pool2d}
                use nn.{avg_pool2d, global_avg_pool}
                use init.{zeros, ones, constant, glorot, glorot_normal, he_normal, he_uniform, lecun_normal}
                use init.{gaussian, orthogonal}
                use optim.{SGD, Momentum, Nesterov, Adagrad, RMSProp, Adam, AdamW, clip_norm}
                use loss.{squared_error, cross_entropy, binary_cross_entropy, hinge, huber, kl_divergence, l2, l1, accuracy}
                use schedule
                use schedule.{cosine, step_decay, warm_up}

                model P(in: int, out: int, from: init = glorot) {
                    param w: f32[out, in] ~ from
                    fn (x: f32[..B, in]) -> f32[..B, out] = x @ w.T
                }
                train T {
                    LETS
                    batch (image: f32[N, 3, 8, 8], x: f32[N, 4], label: i32[N], ids: i32[N, 5], v: f32[N, 2, 8, 8, 8])
                    loss = (LOSS)
                    update = UPDATE
                }
                """
                        .replace("LETS", lets)
                        .replace("LOSS", loss)
                        .replace("UPDATE", update));
    }

    @Test
    void images() {
        trains(
                """
                let c = Conv2d(3, 6, 3, pad: 1)
                let b = BatchNorm(6)
                let g = GroupNorm(2, 6)
                let d = Dropout(0.3)
                let f = Linear(6 * 4 * 4, 10)
                let f2 = Linear(6, 10)
                """,
                """
                cross_entropy(image |> c |> b |> relu |> g |> max_pool2d(2) |> d |> flatten |> f, label)
                    + cross_entropy(image |> c |> avg_pool2d(2) |> global_avg_pool |> f2, label, smoothing: 0.1)
                    + 1e-4 * l2(f)
                """,
                "{ \"f.**\": Adam(1e-3), \"**\": clip_norm(1, AdamW(cosine(from: 1e-3, steps:"
                        + " 100))) }");
    }

    @Test
    void volumesAndSequences() {
        trains(
                """
                let c3 = Conv3d(2, 4, 3)
                let c1 = Conv1d(5, 4, 3)
                let e = Embedding(100, 7)
                let n = LayerNorm(7)
                """,
                "mean(c3(v)) + mean(c1(n(e(ids)))) + l1(c1)",
                "Momentum(step_decay(from: 0.1, every: 10))");
    }

    @Test
    void lossesAndActivations() {
        trains(
                """
                let p = P(4, 4)
                let q = P(4, 4, from: orthogonal)
                let r = P(4, 4, from: he_uniform(fan: 4))
                let s = P(4, 4, from: gaussian(std: 0.02))
                let t = P(4, 4, from: constant(0.5))
                """,
                """
                squared_error(elu(p(x)), gelu(x)) + binary_cross_entropy(q(x), 1) + hinge(r(x), 1)
                    + huber(silu(s(x)), softplus(t(x))) + kl_divergence(leaky_relu(p(x)), softmax(x))
                """,
                "Nesterov(warm_up(steps: 10, then: schedule.constant(0.1)))");
    }

    @Test
    void otherOptimizers() {
        for (var optimizer :
                List.of("SGD(0.1)", "Adagrad(0.1)", "RMSProp(0.1)", "clip_norm(1, SGD(0.1))")) {
            trains("let p = P(4, 4)", "mean(p(x))", optimizer);
        }
    }

    @Test
    void itsFilesAreFreeOfUnknownNames() throws IOException {
        try (var files = Files.list(Path.of("../../stdlib/src/main/dnet"))) {
            for (var file : files.sorted().toList()) {
                compiles(Files.readString(file));
            }
        }
    }

    /// As in the field: 0 up to 0, and what is not a number stays so.
    @Test
    void relu() {
        var diagnostics = new Diagnostics();
        var text = "use nn\nmodel Net { fn (x: f32[N]) = nn.relu(x) }";
        var library = Library.folder(Path.of("../../stdlib/src/main/dnet"));
        var net =
                Elaborator.elaborate(List.of(new Source("test.dnet", text)), library, diagnostics)
                        .programs()
                        .getFirst();
        var x = new NdArray(new long[] {4}, new double[] {-1, 0, 2, Double.NaN});
        var y = Interpreter.run(net.methods().getLast().graph(), Map.of("x", x)).result("result");
        assertArrayEquals(new double[] {0, 0, 2, Double.NaN}, y.data());
    }
}
