package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.Half;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A graph with examples of operators, and their gradients for cotangents that are drawn. For tests
/// and reports.
public final class ExampleGraph {
    private final GraphBuilder graph = new GraphBuilder("examples");
    private final Map<String, NdArray> inputs = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final long seed;
    private final Random random;

    /// The numbers are the same for the same seed.
    public ExampleGraph(long seed) {
        this.seed = seed;
        this.random = new Random(seed + 2);
    }

    public GraphBuilder builder() {
        return graph;
    }

    public Graph build() {
        return graph.build();
    }

    public Map<String, NdArray> inputs() {
        return inputs;
    }

    /// The inputs of an example, to apply its operator to: `key` or `x` and a number.
    public List<Integer> operands(Example example) {
        var values = example.inputs(seed);
        var operands = new ArrayList<Integer>();
        for (int k = 0; k < example.operands().size(); k++) {
            boolean key = example.values().get(k) == Example.Values.KEY;
            var role = key ? Input.Role.KEY : Input.Role.ARGUMENT;
            operands.add(input(role, example.operands().get(k), values.get(k)));
        }
        return operands;
    }

    /// One more input with these numbers.
    public Expr argument(TensorType type, NdArray value) {
        return new Expr(graph, input(Input.Role.ARGUMENT, type, value));
    }

    /// The operator of an example and its gradients, as results.
    public void add(Example example) {
        var number = graph.size();
        var operands = operands(example);
        int y = graph.add(example.op(), operands);
        graph.output(Output.Kind.RESULT, "y" + number, y);
        if (graph.type(y).isFloat() && example.op().whyNoGradient().isEmpty()) {
            addGradient(example, operands, y, "d" + number);
        }
    }

    private void addGradient(Example example, List<Integer> operands, int y, String name) {
        var cotangent =
                NdArray.generate(
                        graph.type(y).shape(),
                        i -> Half.round(graph.type(y).element(), random.nextGaussian()));
        int dy = input(Input.Role.ARGUMENT, graph.type(y), cotangent);
        var gradients = example.op().gradient(new Op.Vjp(graph, operands, y, dy));
        for (int k = 0; k < gradients.size(); k++) {
            if (gradients.get(k).isPresent()) {
                graph.output(Output.Kind.RESULT, name + "_" + k, gradients.get(k).getAsInt());
            }
        }
    }

    private int input(Input.Role role, TensorType type, NdArray value) {
        var path = role == Input.Role.KEY ? "key" : "x" + inputs.size();
        inputs.put(path, value);
        return places.computeIfAbsent(path, p -> graph.add(new Input(role, p, type)));
    }
}
