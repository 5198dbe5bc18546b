package dev.dnet.testing;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.Mark;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.ExampleGraph;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// The derivatives of one operator at one of its examples, in float64, against differences of five
/// points: reverse mode of `L = Σ w · sin(c y)` by every operand, forward mode of `y` along a
/// random direction, and the gradient of the derivative of `L` along that direction. The constant
/// `c` keeps a large `y` from making differences coarse.
final class DerivativeCheck {
    private static final long SEED = 17;
    private static final double STEP = 2e-4;

    private final ExampleGraph draft = new ExampleGraph(SEED);
    private final Random random = new Random(SEED);
    private final List<Expr> marks = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final Map<String, NdArray> directions = new HashMap<>();
    private final List<Expr> drawn = new ArrayList<>();
    private final Map<String, Graph> alone = new HashMap<>();
    private final Graph graph;

    /// The largest errors, relative to the size of the derivative where that is above 1.
    record Errors(double reverse, double forward, double second) {
        static final Errors NONE = new Errors(0, 0, 0);

        Errors max(Errors other) {
            return new Errors(
                    Math.max(reverse, other.reverse),
                    Math.max(forward, other.forward),
                    Math.max(second, other.second));
        }

        double largest() {
            return Math.max(reverse, Math.max(forward, second));
        }
    }

    /// Whether the example has derivatives at all.
    static boolean isTried(Example example) {
        return example.op().type(example.operands()).isFloat()
                && example.op().whyNoGradient().isEmpty()
                && example.operands().stream().anyMatch(t -> t.isFloat());
    }

    static Errors of(Example example) {
        return new DerivativeCheck(example).errors();
    }

    private DerivativeCheck(Example example) {
        var operands = new ArrayList<Expr>();
        for (int x : draft.operands(example)) {
            operands.add(operand(new Expr(draft.builder(), x)));
        }
        var y = Expr.call(draft.builder(), example.op(), operands);
        output("y", y);
        var angle = Formulas.mul(y, 1 / size(example));
        var loss = sum(Formulas.mul(constant(y), Formulas.sin(angle)));
        output("loss", loss);
        var first = marks.stream().map(m -> grad(loss, m)).toList();
        outputs("first", first);
        forward(y);
        var along = along(first);
        output("along", along);
        outputs("second", marks.stream().map(m -> grad(along, m)).toList());
        this.graph =
                switch (Autodiff.differentiate(draft.build())) {
                    case Differentiated.Done d -> d.graph();
                    case Differentiated.Refused r ->
                            throw new IllegalStateException(r.diagnostics().toString());
                };
    }

    /// The largest element of the result, or 1.
    private static double size(Example example) {
        var y = example.op().eval(example.inputs(SEED), example.op().type(example.operands()));
        return Math.max(1, Arrays.stream(y.data()).map(Math::abs).max().orElse(1));
    }

    private Expr operand(Expr x) {
        if (!x.type().isFloat()) {
            return x;
        }
        var mark = x.call(new Mark());
        marks.add(mark);
        paths.add(path(x));
        return mark;
    }

    private String path(Expr x) {
        return ((Input) draft.builder().instr(x.value()).op()).path();
    }

    /// The tangent, as the language has it: the derivative of reverse mode by the cotangent.
    private void forward(Expr y) {
        var u = Formulas.like(y, 0).call(new Mark());
        var product = sum(Formulas.mul(y, u));
        output("tangent", grad(along(marks.stream().map(m -> grad(product, m)).toList()), u));
    }

    /// The sum of the products with the directions.
    private Expr along(List<Expr> values) {
        return IntStream.range(0, values.size())
                .mapToObj(k ->
                        Formulas.cast(
                                sum(Formulas.mul(values.get(k), direction(k))),
                                values.getFirst().type().element()))
                .reduce(Formulas::add)
                .orElseThrow();
    }

    private Expr direction(int k) {
        if (k == drawn.size()) {
            drawn.add(constant(marks.get(k)));
            directions.put(paths.get(k), at(draft.inputs(), path(drawn.get(k))));
        }
        return drawn.get(k);
    }

    private Expr constant(Expr like) {
        var type = like.type();
        var value = NdArray.generate(type.shape(), i -> (float) random.nextGaussian());
        return draft.argument(type, value);
    }

    private static Expr sum(Expr x) {
        return Formulas.sum(x, IntStream.range(0, x.rank()).boxed().toList());
    }

    private static Expr grad(Expr y, Expr x) {
        return y.call(new Grad(), x);
    }

    private void output(String name, Expr value) {
        draft.builder().output(Output.Kind.RESULT, name, value.value());
    }

    private void outputs(String name, List<Expr> values) {
        for (int k = 0; k < values.size(); k++) {
            output(name + k, values.get(k));
        }
    }

    private Errors errors() {
        var results = Interpreter.run(graph, draft.inputs()).results();
        double reverse = 0;
        double second = 0;
        for (int k = 0; k < paths.size(); k++) {
            reverse = Math.max(reverse, byElements("loss", at(results, "first" + k), k));
            second = Math.max(second, byElements("along", at(results, "second" + k), k));
        }
        var forward = slope("y", directions);
        return new Errors(reverse, error(forward, at(results, "tangent")), second);
    }

    /// The error of a gradient against the differences by each element of an operand.
    private double byElements(String of, NdArray gradient, int operand) {
        var path = paths.get(operand);
        var slopes = new double[gradient.size()];
        for (int i = 0; i < slopes.length; i++) {
            var unit = gradient.map(v -> 0);
            unit.data()[i] = 1;
            slopes[i] = slope(of, Map.of(path, unit)).at();
        }
        return error(new NdArray(gradient.shape(), slopes), gradient);
    }

    private NdArray slope(String of, Map<String, NdArray> direction) {
        var near = moved(of, direction, STEP).zip(moved(of, direction, -STEP), (a, b) -> a - b);
        var far =
                moved(of, direction, 2 * STEP)
                        .zip(moved(of, direction, -2 * STEP), (a, b) -> a - b);
        return near.zip(far, (n, f) -> (8 * n - f) / (12 * STEP));
    }

    private NdArray moved(String of, Map<String, NdArray> direction, double step) {
        var inputs = new HashMap<>(draft.inputs());
        direction.forEach(
                (path, d) -> inputs.put(path, at(inputs, path).zip(d, (x, v) -> x + step * v)));
        return at(Interpreter.run(outputOf(of), inputs).results(), of);
    }

    /// The graph with one output, and no more than that needs.
    private Graph outputOf(String name) {
        return alone.computeIfAbsent(
                name,
                n -> {
                    var output =
                            graph.outputs().stream()
                                    .filter(o -> o.name().equals(n))
                                    .findFirst()
                                    .orElseThrow();
                    return AfterPasses.optimised(
                            new Graph(graph.name(), graph.instrs(), List.of(output)));
                });
    }

    private static double error(NdArray expected, NdArray actual) {
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            double size = Math.max(1, Math.abs(expected.data()[i]));
            double error = Math.abs(expected.data()[i] - actual.data()[i]) / size;
            largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, error);
        }
        return largest;
    }

    private static NdArray at(Map<String, NdArray> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }
}
