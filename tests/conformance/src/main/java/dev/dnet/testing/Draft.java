package dev.dnet.testing;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Specializer;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Half;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/// A program under construction whose values are computed while it grows, so that only tame ones
/// are built upon: finite, not large, and in the domain of what is applied to them.
final class Draft {
    private static final double TAME = 50;
    private static final int MOST_ELEMENTS = 1500;
    private static final int MOST_INPUTS = 6;

    private final Random random;
    private final ElementType real;
    private final Map<String, Long> symbols;
    private final Specializer specializer;
    private final GraphBuilder graph;
    private final List<NdArray> values = new ArrayList<>();
    private final List<Expr> pool = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Map<String, NdArray> inputs = new HashMap<>();

    Draft(String name, Random random, ElementType real, Map<String, Long> symbols) {
        this.random = random;
        this.real = real;
        this.symbols = Map.copyOf(symbols);
        this.specializer = new Specializer(symbols);
        this.graph = new GraphBuilder(name);
    }

    Random random() {
        return random;
    }

    GraphBuilder graph() {
        return graph;
    }

    /// The float type of this program.
    ElementType real() {
        return real;
    }

    Map<String, NdArray> inputs() {
        return inputs;
    }

    /// The values that may be built upon, oldest first.
    List<Expr> pool() {
        return pool;
    }

    /// The number that a size stands for in this run.
    long number(Size size) {
        return size.evaluate(symbols);
    }

    NdArray value(Expr x) {
        compute();
        return values.get(x.value());
    }

    /// Whether every element fulfils a condition.
    boolean all(Expr x, Predicate<Double> condition) {
        return Arrays.stream(value(x).data()).allMatch(condition::test);
    }

    /// Takes a value into the pool, if it is tame.
    void offer(Expr x) {
        if (isTame(x) && !pool.contains(x)) {
            pool.add(x);
        }
    }

    boolean isTame(Expr x) {
        return number(x.shape().elements()) <= MOST_ELEMENTS
                && all(x, v -> Double.isFinite(v) && Math.abs(v) <= TAME);
    }

    /// An operator did not take its operands; what it left in the graph is used by nothing.
    void refused(String code) {
        refusals.add(code);
    }

    /// The codes of what operators refused.
    List<String> refusals() {
        return refusals;
    }

    private void compute() {
        for (int i = values.size(); i < graph.size(); i++) {
            var instr = specializer.instr(graph.instr(i));
            var operands = instr.args().stream().map(values::get).toList();
            values.add(
                    instr.op() instanceof Input input
                            ? inputs.get(input.path())
                            : instr.op().eval(operands, instr.type()));
        }
    }

    /// Any value of the pool that fulfils a condition; later ones are likelier.
    Optional<Expr> pick(Predicate<Expr> condition) {
        var fitting = pool.stream().filter(condition).toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        int back = Math.min(random.nextInt(fitting.size()), random.nextInt(fitting.size()));
        return Optional.of(fitting.get(fitting.size() - 1 - back));
    }

    Optional<Expr> pickReal() {
        return pick(x -> x.type().element() == real);
    }

    /// A new input with numbers of a kind that suits the type.
    Expr input(TensorType type) {
        var shape = new Shape(type.shape().sizes().stream().map(s -> Size.of(number(s))).toList());
        return input(type, NdArray.generate(shape, i -> number(type.element())));
    }

    /// Sizes of parameters are known; symbols come with arguments.
    Expr input(TensorType type, NdArray content) {
        var path = "x" + inputs.size();
        boolean variable = random.nextBoolean() && type.shape().isConstant();
        inputs.put(path, content);
        return new Expr(
                graph,
                graph.add(
                        new Input(
                                variable ? Input.Role.PARAMETER : Input.Role.ARGUMENT,
                                path,
                                type)));
    }

    boolean mayHaveMoreInputs() {
        return inputs.size() < MOST_INPUTS;
    }

    private double number(ElementType type) {
        return switch (type) {
            case F32, F16, BF16 -> Half.round(type, random.nextGaussian());
            case F64 -> random.nextGaussian();
            case I32, I64 -> random.nextInt(-4, 5);
            case BOOL -> random.nextInt(2);
        };
    }

    /// A shape of rank 0 to 4 with a few elements, now and then with a symbol.
    Shape shape() {
        int rank = Math.min(random.nextInt(6), 4);
        var sizes = new ArrayList<Size>();
        for (int i = 0; i < rank; i++) {
            sizes.add(size(rank));
        }
        return new Shape(sizes);
    }

    private Size size(int rank) {
        var names = symbols.keySet().stream().sorted().toList();
        if (!names.isEmpty() && random.nextInt(3) == 0) {
            return Size.symbol(names.get(random.nextInt(names.size())));
        }
        return Size.of(1 + random.nextInt(rank > 2 ? 4 : random.nextInt(6) == 0 ? 33 : 7));
    }
}
