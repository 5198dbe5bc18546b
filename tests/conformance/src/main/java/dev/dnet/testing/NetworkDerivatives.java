package dev.dnet.testing;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Elaborator;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.source.Source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;

/// Derivatives of a network with tanh as the language writes them, one order above a method beside
/// them, of which differences of five points are taken.
///
/// @param of the method whose slope along each element of `by` is to be found
/// @param derivative the method that gives it
/// @param emitted whether the derivative runs as emitted Java, or is interpreted
record NetworkDerivatives(String name, String of, String by, String derivative, boolean emitted) {
    private static final double STEP = 2e-4;
    private static final long SEED = 5;

    private static final String PROGRAM =
            """
            model Mlp(in: int, hidden: int) {
                param w1: f64[hidden, in] ~ normal
                param b1: f64[hidden] ~ normal
                param w2: f64[hidden, hidden] ~ normal
                param w3: f64[1, hidden] ~ normal
                fn (x: f64[..B, in]) -> f64[..B, 1] = tanh(tanh(x @ w1.T + b1) @ w2.T) @ w3.T
            }
            model Net {
                let net = Mlp(in: 3, hidden: 6)
                fn first(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                    sum(v * grad(fn (x) => sum(net(x)))(x))
                fn second(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                    sum(u * grad(fn (x) => sum(v * grad(fn (x) => sum(net(x)))(x)))(x))
                fn secondByProduct(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                    hvp(fn (x) => sum(net(x)))(x, v)
                fn third(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                    grad(fn (x) => sum(u * grad(fn (x) => sum(v * grad(fn (x) => sum(net(x)))(x)))(x)))(x)
                fn thirdByForward(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                    grad(fn (x) => jvp(fn (x) => jvp(fn (x) => sum(net(x)))(x, v))(x, u))(x)
                fn thirdByWeights(x: f64[2, 3], u: f64[2, 3], v: f64[2, 3]) =
                    grad(fn (n) => sum(u * grad(fn (x) => sum(v * grad(fn (x) => sum(n(x)))(x)))(x)))(net)[2]
            }
            """;

    static List<NetworkDerivatives> all() {
        return List.of(
                new NetworkDerivatives(
                        "grad of grad of a network, hvp", "first", "x", "secondByProduct", false),
                new NetworkDerivatives(
                        "grad of grad of grad of a network", "second", "x", "third", false),
                new NetworkDerivatives("the same, emitted Java", "second", "x", "third", true),
                new NetworkDerivatives(
                        "grad of jvp of jvp of a network", "second", "x", "thirdByForward", false),
                new NetworkDerivatives(
                        "the same, emitted Java", "second", "x", "thirdByForward", true),
                new NetworkDerivatives(
                        "grad by weights of grad of grad",
                        "second",
                        "net.w2",
                        "thirdByWeights",
                        false));
    }

    /// The largest relative error.
    double error() {
        var inputs = inputs(graph(derivative));
        var gradient =
                (emitted ? emit(graph(derivative)) : interpret(graph(derivative))).apply(inputs);
        var method = interpret(graph(of));
        double largest = 0;
        for (int i = 0; i < gradient.size(); i++) {
            double slope = slope(method, inputs, i);
            double error = Math.abs(slope - gradient.data()[i]) / Math.max(1, Math.abs(slope));
            largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, error);
        }
        return largest;
    }

    /// A method as a function of its inputs.
    private interface Method {
        NdArray apply(Map<String, NdArray> inputs);
    }

    private double slope(Method method, Map<String, NdArray> inputs, int element) {
        BiFunction<Integer, Double, Double> at =
                (e, step) -> {
                    var moved = new HashMap<>(inputs);
                    var data = Optional.ofNullable(inputs.get(by)).orElseThrow().data().clone();
                    data[e] += step;
                    moved.computeIfPresent(by, (n, x) -> new NdArray(x.shape(), data));
                    return method.apply(moved).at();
                };
        double near = at.apply(element, STEP) - at.apply(element, -STEP);
        double far = at.apply(element, 2 * STEP) - at.apply(element, -2 * STEP);
        return (8 * near - far) / (12 * STEP);
    }

    private static Graph graph(String method) {
        var diagnostics = new Diagnostics();
        var elaboration =
                Elaborator.elaborate(
                        List.of(new Source("network.dnet", PROGRAM)),
                        name -> List.of(),
                        diagnostics);
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(diagnostics.sorted().toString());
        }
        return elaboration.program("Net").orElseThrow().methods().stream()
                .filter(m -> m.name().equals(method))
                .findFirst()
                .orElseThrow()
                .graph();
    }

    private static Map<String, NdArray> inputs(Graph graph) {
        var random = new Random(SEED);
        var inputs = new HashMap<String, NdArray>();
        for (int v : graph.inputs()) {
            var input = (Input) graph.instr(v).op();
            inputs.put(
                    input.path(),
                    NdArray.generate(input.declared().shape(), i -> random.nextGaussian() / 2));
        }
        return inputs;
    }

    private static Method interpret(Graph graph) {
        return switch (Autodiff.differentiate(graph)) {
            case Differentiated.Done d ->
                    inputs -> first(Interpreter.run(d.graph(), inputs).results());
            case Differentiated.Refused r -> throw new IllegalStateException(r.toString());
        };
    }

    private static Method emit(Graph graph) {
        var emitted = EmittedGraph.of(AfterPasses.optimised(graph), Lowering.Mode.FUSED);
        return inputs -> first(emitted.run(inputs, Width.PLAIN, 1));
    }

    private static NdArray first(Map<String, NdArray> results) {
        return results.values().iterator().next();
    }
}
