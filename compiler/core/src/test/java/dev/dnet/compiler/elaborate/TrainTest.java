package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.type.Size;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `train` blocks: their methods, variables and settings.
class TrainTest {

    private static final String LENET =
            """
            package vision.lenet

            use nn.{Conv2d, Linear, relu, max_pool2d, flatten, cross_entropy, l2, Adam, Sgd, cosine, clip_norm}

            /// LeNet-5 for 28 x 28 grey images (LeCun et al., 1998).
            model LeNet5(classes: int = 10) {
                let c1 = Conv2d(in: 1, out: 6, kernel: 5, pad: 2)
                let c2 = Conv2d(in: 6, out: 16, kernel: 5)
                let f1 = Linear(in: 16 * 5 * 5, out: 120)
                let f2 = Linear(in: 120, out: 84)
                let f3 = Linear(in: 84, out: classes)

                fn (x: f32[N, 1, 28, 28]) -> f32[N, classes] =
                    x |> c1 |> relu |> max_pool2d(2)
                      |> c2 |> relu |> max_pool2d(2)
                      |> flatten |> f1 |> relu |> f2 |> relu |> f3
            }

            train Digits {
                let net = LeNet5()
                data = digits(count: 20_000, seed: 7)
                data validation = idx("a.gz", "b.gz")
                batch (image: f32[N, 1, 28, 28], label: i32[N])
                loss   = cross_entropy(net(image), label) + 1e-4 * l2(net)
                update = { "f3.**": Adam(lr: 1e-4), "**": clip_norm(1.0, Adam(lr: cosine(from: 1e-3, steps: 2_000))) }
                average ema = net decay 0.999
                metric accuracy = mean(f32(argmax(ema.infer(image), axis: 1) == label))
                load net from "lenet.safetensors" { "layer.{i}.*" => "c{i}.*"; skip "f3.**" }
                run { epochs = 3; batch_size = 2 ** 6; seed = 1 }
            }
            """;

    @Test
    void digits() {
        var elaboration = Programs.compile(LENET);
        assertEquals(
                List.of("LeNet5", "Digits"),
                elaboration.programs().stream().map(Program::name).toList());
        var digits = elaboration.program("Digits").orElseThrow();
        assertEquals("vision.lenet", digits.packageName());
        assertEquals(
                List.of("init", "step", "evaluate", "net", "ema"),
                digits.methods().stream().map(Program.Method::name).toList());
        var paths = digits.variables().stream().map(Program.Variable::path).toList();
        assertEquals(10, paths.stream().filter(p -> p.startsWith("net.")).count());
        assertTrue(paths.contains("adam.m/net.c1.w"));
        assertTrue(paths.contains("adam.v/net.f3.b"));
        assertTrue(paths.contains("ema/net.f3.b"));
        assertEquals(40, paths.size());
    }

    @Test
    void stepDifferentiatesAndWrites() {
        var digits = Programs.program(LENET, "Digits");
        var step = Programs.graph(digits, "step");
        assertEquals(10, step.instrs().stream().filter(i -> i.op() instanceof Grad).count());
        assertEquals("RESULT loss: f32", Programs.outputs(step).getFirst());
        assertEquals(41, step.outputs().size());
        assertEquals(
                List.of("image: f32[N, 1, 28, 28]", "label: i32[N]"), arguments(digits, "step"));
        assertEquals(arguments(digits, "step"), arguments(digits, "evaluate"));
        assertEquals(
                List.of("RESULT loss: f32", "RESULT accuracy: f32"),
                Programs.outputs(Programs.graph(digits, "evaluate")));
        assertEquals(1, inputs(step, Input.Role.STEP));
        assertEquals(40, Programs.graph(digits, "init").outputs().size());
        assertEquals(List.of("x: f32[N, 1, 28, 28]"), arguments(digits, "net"));
    }

    @Test
    void averagesAreReadInInference() {
        var ema = Programs.graph(Programs.program(LENET, "Digits"), "ema");
        assertEquals(10, inputs(ema, Input.Role.SLOT));
        assertEquals(0, inputs(ema, Input.Role.PARAMETER));
    }

    @Test
    void settings() {
        var elaboration = Programs.compile(LENET);
        var settings =
                elaboration.settings(elaboration.program("Digits").orElseThrow()).orElseThrow();
        assertEquals("digits", settings.data("").orElseThrow().name());
        assertEquals(
                Map.of(
                        "count",
                        new Attribute.SizeValue(Size.of(20000)),
                        "seed",
                        new Attribute.SizeValue(Size.of(7))),
                settings.data("").orElseThrow().named());
        assertEquals(
                List.of(new Attribute.Text("a.gz"), new Attribute.Text("b.gz")),
                settings.data("validation").orElseThrow().arguments());
        assertEquals(new Attribute.SizeValue(Size.of(64)), settings.run().get("batch_size"));
        var load = settings.loads().getFirst();
        assertEquals("net", load.path());
        assertEquals("lenet.safetensors", load.file());
        assertEquals(Optional.of("c{i}.*"), load.rules().getFirst().to());
        assertEquals(Optional.empty(), load.rules().get(1).to());
    }

    @Test
    void batchNormInIndexNotation() {
        var program =
                Programs.program(
                        """
                        use nn.{zeros, ones, lerp, moments, Sgd}

                        model BatchNorm(features: int, momentum: f32 = 0.1, eps: f32 = 1e-5) {
                            param gamma: f32[features] ~ ones
                            param beta:  f32[features] ~ zeros
                            state mean:  f32[features] ~ zeros
                            state var:   f32[features] ~ ones

                            fn (x: f32[N, features, ..S]) -> f32[N, features, ..S] {
                                let (m, v) = if training { moments(x, keep: 1) } else { (mean, var) }
                                if training {
                                    mean <- lerp(mean, m, momentum)
                                    var  <- lerp(var, v, momentum)
                                }
                                for n, c, ..s => gamma[c] * (x[n, c, ..s] - m[c]) * rsqrt(v[c] + eps) + beta[c]
                            }
                        }

                        train T {
                            let norm = BatchNorm(3)
                            batch (x: f32[N, 3, 4, 4])
                            loss = mean(norm(norm(x)) ** 2)
                            update = Sgd(0.1)
                        }
                        """,
                        "T");
        var step = Programs.graph(program, "step");
        assertEquals(
                List.of(
                        "RESULT loss: f32",
                        "WRITE norm.mean: f32[3]",
                        "WRITE norm.var: f32[3]",
                        "WRITE norm.gamma: f32[3]",
                        "WRITE norm.beta: f32[3]"),
                Programs.outputs(step));
        assertEquals(1, Programs.outputs(Programs.graph(program, "evaluate")).size());
    }

    @Test
    void eachCallDrawsItsOwnAndEvaluationDrawsNothing() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear, Sgd}
                        model Dropout(keep: f32) {
                            fn (x: f32[..S]) -> f32[..S] =
                                x * if training { (f32[..S] ~ bernoulli(keep)) / keep } else { 1 }
                        }
                        model Net {
                            let f = Linear(2, 2)
                            let drops = [Dropout(0.5) for i in 0..2]
                            fn (x: f32[N, 2]) -> f32[N, 2] = x |> drops[0] |> f |> drops[1] |> drops[1]
                        }
                        train T {
                            let net = Net()
                            batch (x: f32[N, 2])
                            loss = mean(net(x))
                            update = Sgd(0.1)
                        }
                        """,
                        "T");
        var step = Programs.graph(program, "step");
        var draws =
                step.instrs().stream()
                        .filter(i -> i.op().name().contains("random"))
                        .map(i -> i.op())
                        .toList();
        assertEquals(3, draws.size(), () -> Programs.print(step));
        assertEquals(3, draws.stream().distinct().count());
        assertEquals(1, inputs(step, Input.Role.KEY));
        assertEquals(0, inputs(Programs.graph(program, "evaluate"), Input.Role.KEY));
    }

    @Test
    void frozenParametersAreNotWritten() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear, Sgd}
                        train T {
                            let (a, b) = (Linear(2, 3), Linear(3, 1))
                            batch (x: f32[N, 2])
                            let y = x |> a |> b
                            loss = mean(y)
                            update = { "a.**": frozen, "**": Sgd(lr: 0.1) }
                        }
                        """,
                        "T");
        assertEquals(
                List.of("RESULT loss: f32", "WRITE b.w: f32[1, 3]", "WRITE b.b: f32[1]"),
                Programs.outputs(Programs.graph(program, "step")));
    }

    @Test
    void anyNumberOfAxesIsOneForJavaWhereThatFits() {
        var elaboration =
                Programs.elaborate(
                        """
                        use nn.{Conv2d, Sgd}
                        model Blur {
                            let filter = Conv2d(1, 1, kernel: 3)
                            fn (x: f32[N, 1, ..S]) = filter(x)
                            fn half(x: f32[N, ..S]) = x / 2
                        }
                        train T {
                            let net = Blur()
                            batch (x: f32[N, 1, 8, 8])
                            loss = mean(net(x))
                            update = Sgd(0.1)
                        }
                        """);
        assertEquals(
                List.of("init", "half"),
                elaboration.program("Blur").orElseThrow().methods().stream()
                        .map(Program.Method::name)
                        .toList());
        assertEquals(
                List.of("init", "step", "evaluate"),
                elaboration.program("T").orElseThrow().methods().stream()
                        .map(Program.Method::name)
                        .toList());
    }

    private static List<String> arguments(Program program, String method) {
        return program.methods().stream()
                .filter(m -> m.name().equals(method))
                .flatMap(m -> m.parameters().stream())
                .map(p -> p.name() + ": " + p.type())
                .toList();
    }

    private static long inputs(Graph graph, Input.Role role) {
        return graph.instrs().stream()
                .filter(i -> i.op() instanceof Input input && input.role() == role)
                .count();
    }
}
