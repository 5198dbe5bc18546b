package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Evaluated.assertNear;
import static dev.dnet.compiler.elaborate.Evaluated.at;
import static dev.dnet.compiler.elaborate.Evaluated.differences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Gradients inside models, losses and optimizers.
class GradientModelsTest {

    private static final String MLP =
            """
            model Mlp(in: int, hidden: int) {
                param w1: f64[hidden, in] ~ normal
                param b1: f64[hidden] ~ normal
                param w2: f64[1, hidden] ~ normal
                fn (x: f64[..B, in]) -> f64[..B, 1] = tanh(x @ w1.T + b1) @ w2.T
            }
            """;

    /// Normal numbers for all inputs of a method, with 2 for sizes that are free.
    private static Map<String, NdArray> draw(String text, String method) {
        var program = Programs.program(text, "M");
        var random = new Random(4);
        var inputs = new HashMap<String, NdArray>();
        for (var instr : Programs.graph(program, method).instrs()) {
            if (instr.op() instanceof Input input) {
                var dims =
                        input.declared().shape().sizes().stream()
                                .mapToLong(s -> s.constant().orElse(2))
                                .toArray();
                inputs.put(input.path(), NdArray.generate(dims, i -> random.nextGaussian() / 2));
            }
        }
        return inputs;
    }

    /// The field of a Hamiltonian network is the symplectic gradient of its energy.
    @Test
    void hamiltonianNetwork() {
        var text =
                MLP
                        + """
                        model M(width: int = 8) {
                            let energy = Mlp(in: 2, hidden: width)
                            fn (q: f64[N, 1], p: f64[N, 1]) -> (dq: f64[N, 1], dp: f64[N, 1]) {
                                let (hq, hp) = grad(fn (q, p) => sum(energy(concat(q, p, axis: 1))))(q, p)
                                (hp, -hq)
                            }
                            fn total(q: f64[N, 1], p: f64[N, 1]) = sum(energy(concat(q, p, axis: 1)))
                        }
                        """;
        var inputs = draw(text, "apply");
        var field = Evaluated.method(text, "M", "apply").runEverywhere(inputs);
        var energy = Evaluated.method(text, "M", "total");
        var hq = differences(inputs, "q", i -> energy.result(i).at());
        var hp = differences(inputs, "p", i -> energy.result(i).at());
        assertNear(hp, at(field, "dq"), 1e-9, "dq");
        assertNear(hq.map(v -> -v), at(field, "dp"), 1e-9, "dp");
    }

    @Test
    void byTheParametersOfAModel() {
        var text =
                MLP
                        + """
                        model M {
                            let net = Mlp(in: 3, hidden: 4)
                            fn loss(x: f64[N, 3]) = sum(net(x) ** 2)
                            fn (x: f64[N, 3]) {
                                let g = grad(fn (n) => sum(n(x) ** 2))(net)
                                let z = net(x)
                                let half = grad(fn (n) => sum(z * n(x)))(net)
                                let t = jvp(fn (n) => sum(n(x) ** 2))(net, [1, 1, 1])
                                (w1: g[0], b1: g[1], w2: g[2], t: t, half: half[1])
                            }
                        }
                        """;
        var inputs = draw(text, "apply");
        var result = Evaluated.of(text).runEverywhere(inputs);
        var loss = Evaluated.method(text, "M", "loss");
        double sum = 0;
        for (var name : new String[] {"w1", "b1", "w2"}) {
            var slopes = differences(inputs, "net." + name, i -> loss.result(i).at());
            assertNear(slopes, at(result, name), 1e-9, name);
            sum += Arrays.stream(slopes.data()).sum();
        }
        assertEquals(sum, at(result, "t").at(), 1e-8);
        assertNear(at(result, "b1").map(v -> v / 2), at(result, "half"), 1e-12, "closed over");
    }

    /// A weight that another layer was made with, transposed, is reached through both.
    @Test
    void tiedWeights() {
        var text =
                """
                model Layer(in: int, out: int) {
                    param w: f64[out, in] ~ normal
                    fn (x: f64[..B, in]) -> f64[..B, out] = tanh(x @ w.T)
                }
                model Auto {
                    let there = Layer(3, 2)
                    let back = Layer(2, 3, w: there.w.T)
                    fn (x: f64[N, 3]) -> f64[N, 3] = x |> there |> back
                }
                model M {
                    let auto = Auto()
                    fn loss(x: f64[N, 3]) = sum(auto(x) ** 2)
                    fn (x: f64[N, 3]) = grad(fn (a) => sum(a(x) ** 2))(auto)[0]
                }
                """;
        var inputs = draw(text, "apply");
        var loss = Evaluated.method(text, "M", "loss");
        assertNear(
                differences(inputs, "auto.there.w", i -> loss.result(i).at()),
                Evaluated.of(text).result(inputs),
                1e-9,
                "tied");
    }

    /// Gradient of gradient of gradient of a network with tanh, contracted with directions.
    @Test
    void thirdOrderOfANetwork() {
        var text =
                MLP
                        + """
                        model M {
                            let net = Mlp(in: 3, hidden: 5)
                            fn second(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                                sum(u * grad(fn (x) => sum(v * grad(fn (x) => sum(net(x)))(x)))(x))
                            fn (x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                                grad(fn (x) => sum(u * grad(fn (x) => sum(v * grad(fn (x) => sum(net(x)))(x)))(x)))(x)
                            fn forward(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                                grad(fn (x) => jvp(fn (x) => jvp(fn (x) => sum(net(x)))(x, v))(x, u))(x)
                        }
                        """;
        var inputs = draw(text, "apply");
        var second = Evaluated.method(text, "M", "second");
        var third = at(Evaluated.of(text).runEverywhere(inputs), "result");
        assertNear(differences(inputs, "x", i -> second.result(i).at()), third, 1e-9, "third");
        assertNear(
                third,
                at(Evaluated.method(text, "M", "forward").runEverywhere(inputs), "result"),
                1e-11,
                "forward");
    }

    /// The penalty of a critic whose slope is to be 1, inside a loss that is differentiated itself.
    @Test
    void gradientPenaltyInALoss() {
        var text =
                MLP
                        + """
                        train M {
                            let critic = Mlp(in: 2, hidden: 3)
                            batch (x: f64[N, 2])
                            loss = mean(critic(x)) + 10 * penalty(critic, x)
                            update = Plain()
                        }
                        fn penalty(critic: model, x: f64[N, D]) -> f64 {
                            let slope = grad(fn (x) => sum(critic(x)))(x)
                            mean((sqrt(sum(slope * slope, axis: 1)) - 1) ** 2)
                        }
                        optimizer Plain() { fn (p, g, t) = p - g }
                        """;
        var inputs = draw(text, "step");
        inputs.put("step", NdArray.scalar(1));
        var step = Evaluated.method(text, "M", "step");
        var writes = step.writes(inputs);
        for (var name : new String[] {"critic.w1", "critic.b1", "critic.w2"}) {
            var slopes = differences(inputs, name, i -> at(step.run(i), "loss").at());
            assertNear(at(inputs, name).zip(slopes, (p, g) -> p - g), at(writes, name), 1e-8, name);
        }
    }

    /// `x + ε sign(∂loss/∂x)`: the loss grows.
    @Test
    void adversarialExample() {
        var text =
                MLP
                        + """
                        model M {
                            let net = Mlp(in: 3, hidden: 4)
                            fn loss(x: f64[N, 3]) = sum(net(x) ** 2)
                            fn (x: f64[N, 3]) = x + 0.01 * sign(grad(fn (x) => sum(net(x) ** 2))(x))
                        }
                        """;
        var inputs = draw(text, "apply");
        var moved = new HashMap<>(inputs);
        moved.put("x", at(Evaluated.of(text).runEverywhere(inputs), "result"));
        var loss = Evaluated.method(text, "M", "loss");
        var slopes = differences(inputs, "x", i -> loss.result(i).at());
        assertArrayEquals(
                at(inputs, "x").zip(slopes, (x, g) -> x + 0.01 * Math.signum(g)).data(),
                at(moved, "x").data(),
                1e-15);
        assertEquals(1, Math.signum(loss.result(moved).at() - loss.result(inputs).at()));
    }

    /// An optimizer that differentiates: Newton's step on a function of the parameter alone.
    @Test
    void gradientsInOptimizersAndFolds() {
        var text =
                """
                fn f(p: f64[2]) = sum(p ** 4)
                model M {
                    fn (x: f64[2]) =
                        fold i in 0..40, p = x => p - grad(f)(p) / sum(hessian(f)(p), axis: 1)
                }
                """;
        var result =
                Evaluated.of(text)
                        .result(Map.of("x", new NdArray(new long[] {2}, new double[] {1, -2})));
        assertArrayEquals(new double[] {0, 0}, result.data(), 1e-6);
    }

    /// A later read sees what was written, but no gradient goes through it.
    @Test
    void writesAreConstant() {
        var text =
                """
                model Counted {
                    state s: f64[2] ~ normal
                    fn (x: f64[2]) -> f64[2] {
                        s <- s + x
                        x * s
                    }
                }
                model M {
                    let c = Counted()
                    fn (x: f64[2]) = grad(fn (x) => sum(c(x)))(x)
                }
                """;
        var inputs = draw(text, "apply");
        assertNear(
                at(inputs, "c.s").zip(at(inputs, "x"), Double::sum),
                Evaluated.of(text).result(inputs),
                1e-15,
                "writes");
    }

    /// A function that draws is evaluated once: value and derivatives have the same mask.
    @Test
    void drawsAreTheSame() {
        var text =
                """
                model M {
                    fn (x: f64[4]) {
                        let (v, g) = value_and_grad(fn (x) => sum(x * (f64[4] ~ normal)))(x)
                        (value: v, product: sum(g * x), other: sum(x * (f64[4] ~ normal)))
                    }
                }
                """;
        var inputs = draw(text, "apply");
        inputs.put("key", new NdArray(new long[] {2}, new double[] {7, 1}));
        var result = Evaluated.of(text).run(inputs);
        assertEquals(at(result, "value").at(), at(result, "product").at(), 1e-12);
        assertNotEquals(at(result, "value").at(), at(result, "other").at(), 1e-3);
    }

    /// The examples of the language reference, called.
    @Test
    void examplesOfTheReference() throws IOException {
        var reference = Files.readString(Path.of("../../grammar/reference.md"));
        var section =
                reference.substring(
                        reference.indexOf("**Gradients** are"), reference.indexOf("## Models\n"));
        var examples =
                Pattern.compile("(?s)```dnet\n(.*?)```")
                        .matcher(section)
                        .results()
                        .map(r -> r.group(1).replace("f32", "f64"))
                        .collect(Collectors.joining("\n"));
        var text =
                examples
                        + """
                        model Energy {
                            param w: f64[2, 4] ~ normal
                            fn (x: f64[..B, 2]) -> f64[..B, 4] = tanh(x @ w)
                        }
                        model M {
                            let e = Energy()
                            let h = HNN(e)
                            fn (q: f64[2, 1], p: f64[2, 1], x: f64[2, 2], a: f64[3]) {
                                let z = solve(0.3 * a, a)
                                (field: h(q, p), penalty: penalty(e, x), adversarial: adversarial(e, x, 0.1),
                                 newton: newton(fn (a) => sum((a - 2) ** 2 * (1 + (a - 2) ** 2 / 9)), 2 + a / 9),
                                 clip: grad(fn (a) => sum(clip(a, 0.0, 0.5)))(a),
                                 rest: z - step(z, 0.3 * a, a))
                            }
                        }
                        """;
        var inputs = draw(text, "apply");
        var results = Evaluated.of(text).run(inputs);
        assertArrayEquals(new double[3], at(results, "rest").data(), 1e-6);
        assertArrayEquals(new double[] {2, 2, 2}, at(results, "newton").data(), 1e-2);
        assertArrayEquals(
                at(inputs, "a").map(a -> a > 0 && a < 0.5 ? 1 : 0).data(),
                at(results, "clip").data());
    }
}
