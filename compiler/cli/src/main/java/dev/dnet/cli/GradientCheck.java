package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.ir.Stop;
import dev.dnet.compiler.pass.Pipeline;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.Philox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compares the gradients of a training step with central differences of its loss, in float64 by
/// the reference interpreter, at the first values of the parameters and a batch of random numbers.
final class GradientCheck {
    private static final String STOP = "#stop";
    private static final int STREAM = 0x67_72_61_64;

    private final Map<String, Long> sizes;
    private final long seed;
    private final Map<String, Graph> losses = new HashMap<>();
    private final Graph gradients;
    private final Map<String, NdArray> variables;

    /// One element: what the program says and what differences say.
    record Sample(String path, int element, double gradient, double difference) {
        double error() {
            return Math.abs(gradient - difference)
                    / Math.max(1e-3, Math.max(Math.abs(gradient), Math.abs(difference)));
        }
    }

    /// `program` as it is elaborated, with its `grad`s; `sizes` are numbers for all its free sizes.
    GradientCheck(Program program, Map<String, Long> sizes, long seed) {
        this.sizes = sizes;
        this.seed = seed;
        var step = program.method(Program.Role.STEP).orElseThrow().graph();
        var init = program.method(Program.Role.INIT).orElseThrow().graph();
        var wanted = gradientsOf(step);
        gradients = optimised(withOutputs(step, wanted));
        variables =
                new HashMap<>(Interpreter.run(init, i -> input(i, Map.of()), Map.of()).writes());
        variables.putAll(stopped(step));
        var byLoss = new HashMap<Integer, Graph>();
        for (var output : wanted) {
            int y = step.instr(output.value()).args().getFirst();
            losses.put(output.name(), byLoss.computeIfAbsent(y, at -> lossOf(step, at)));
        }
    }

    /// What stays as it is for all gradients: the values of stops, which a step's parameters are
    /// for the steps behind it.
    private Map<String, NdArray> stopped(Graph step) {
        var outputs = new ArrayList<Output>();
        for (int v = 0; v < step.size(); v++) {
            if (step.instr(v).op() instanceof Stop) {
                outputs.add(new Output(Output.Kind.RESULT, STOP + v, v));
            }
        }
        return Interpreter.run(
                        optimised(withOutputs(step, outputs)), i -> input(i, variables), sizes)
                .results();
    }

    /// The value that a gradient is of, with those of stops given.
    private static Graph lossOf(Graph step, int y) {
        var instrs = new ArrayList<Instr>();
        for (int v = 0; v < step.size(); v++) {
            var instr = step.instr(v);
            instrs.add(
                    instr.op() instanceof Stop
                            ? new Instr(
                                    new Input(Input.Role.STATE, STOP + v, instr.type()),
                                    List.of(),
                                    instr.type(),
                                    instr.hint(),
                                    instr.span())
                            : instr);
        }
        var output = new Output(Output.Kind.RESULT, STOP, y);
        return optimised(new Graph(step.name(), instrs, List.of(output)));
    }

    /// `count` elements of each parameter.
    List<Sample> samples(int count) {
        var samples = new ArrayList<Sample>();
        var results = Interpreter.run(gradients, i -> input(i, variables), sizes).results();
        results.forEach((path, gradient) -> {
            for (int k = 0; k < Math.min(count, gradient.size()); k++) {
                int element =
                        gradient.size() <= count
                                ? k
                                : (int)
                                        (Philox.uniformF64(k, seed, path.hashCode(), 0)
                                                * gradient.size());
                samples.add(
                        new Sample(
                                path,
                                element,
                                gradient.data()[element],
                                difference(path, element)));
            }
        });
        return samples;
    }

    private double difference(String path, int element) {
        var value = variables.getOrDefault(path, NdArray.scalar(0)).data()[element];
        double h = 1e-6 * Math.max(1, Math.abs(value));
        return (lossAt(path, element, value + h) - lossAt(path, element, value - h)) / (2 * h);
    }

    private double lossAt(String path, int element, double value) {
        var moved = new HashMap<>(variables);
        moved.computeIfPresent(
                path,
                (p, old) -> {
                    var data = old.data().clone();
                    data[element] = value;
                    return new NdArray(old.shape(), data);
                });
        var loss = losses.get(path);
        if (loss == null) {
            throw new IllegalStateException(path + " has no gradient");
        }
        return Interpreter.run(loss, i -> input(i, moved), sizes).result(STOP).data()[0];
    }

    private NdArray input(Input input, Map<String, NdArray> values) {
        return switch (input.role()) {
            case KEY -> new NdArray(new long[] {2}, new double[] {seed, 0});
            case STEP -> NdArray.scalar(1);
            case ARGUMENT -> argument(input);
            case PARAMETER, STATE, SLOT, CACHE -> {
                var value = values.get(input.path());
                if (value == null) {
                    throw new IllegalStateException(input.path() + " has no first value");
                }
                yield value;
            }
        };
    }

    /// Floats are normal; integers, such as labels, are 0 or 1.
    private NdArray argument(Input input) {
        var bindings = new HashMap<String, Size>();
        sizes.forEach((name, n) -> bindings.put(name, Size.of(n)));
        var shape = input.declared().shape().substitute(bindings);
        var array = NdArray.filled(shape.dims(), 0);
        for (int e = 0; e < array.size(); e++) {
            double drawn = Philox.normalF64(e, seed, STREAM ^ input.path().hashCode(), 0);
            array.data()[e] = input.declared().isFloat() ? drawn : drawn > 0 ? 1 : 0;
        }
        return array;
    }

    private static List<Output> gradientsOf(Graph step) {
        var outputs = new LinkedHashMap<String, Output>();
        for (int v = 0; v < step.size(); v++) {
            if (step.instr(v).op() instanceof Grad
                    && step.instr(step.instr(v).args().get(1)).op() instanceof Input input) {
                outputs.putIfAbsent(input.path(), new Output(Output.Kind.RESULT, input.path(), v));
            }
        }
        return List.copyOf(outputs.values());
    }

    private static Graph withOutputs(Graph graph, List<Output> outputs) {
        return new Graph(graph.name(), graph.instrs(), outputs);
    }

    private static Graph optimised(Graph graph) {
        var diagnostics = new Diagnostics();
        var result = Pipeline.standard().run(graph, diagnostics, List.of());
        TrainBuild.refuse(diagnostics);
        return result.orElseThrow();
    }
}
