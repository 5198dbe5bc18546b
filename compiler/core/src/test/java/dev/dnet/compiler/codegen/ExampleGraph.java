package dev.dnet.compiler.codegen;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A graph with examples of operators, and their gradients for cotangents that are drawn.
public final class ExampleGraph {
    private final GraphBuilder graph = new GraphBuilder("examples");
    private final Map<String, NdArray> inputs = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Random random = new Random(3);

    public Graph build() {
        return graph.build();
    }

    public Map<String, NdArray> inputs() {
        return inputs;
    }

    public void add(Example example) {
        var number = graph.size();
        var operands = new ArrayList<Integer>();
        for (int k = 0; k < example.operands().size(); k++) {
            boolean key = example.values().get(k) == Example.Values.KEY;
            var role = key ? Input.Role.KEY : Input.Role.ARGUMENT;
            operands.add(input(role, example.operands().get(k), example.inputs(1).get(k)));
        }
        int y = graph.add(example.op(), operands);
        graph.output(Output.Kind.RESULT, "y" + number, y);
        if (graph.type(y).isFloat() && example.op().whyNoGradient().isEmpty()) {
            addGradient(example, operands, y, "d" + number);
        }
    }

    private void addGradient(Example example, List<Integer> operands, int y, String name) {
        var cotangent = NdArray.generate(graph.type(y).shape(), i -> (float) random.nextGaussian());
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
