package dev.dnet.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What must hold of every graph between passes. A graph that breaks a rule is our bug, wherever it
/// came from.
public final class Verifier {
    /// What is still allowed, by how far the graph has come.
    public enum Stage {
        /// From elaboration: `grad` and its like may stand in it.
        ELABORATED,
        /// After autodiff.
        DIFFERENTIATED
    }

    private final Graph graph;
    private final Stage stage;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Input> variables = new HashMap<>();

    private Verifier(Graph graph, Stage stage) {
        this.graph = graph;
        this.stage = stage;
    }

    /// Every rule that is broken, with the value; empty for a good graph.
    public static List<String> problems(Graph graph, Stage stage) {
        var verifier = new Verifier(graph, stage);
        verifier.check();
        return List.copyOf(verifier.problems);
    }

    /// Throws with the first problems and the place where the graph came from.
    public static void require(Graph graph, Stage stage, String from) {
        var problems = problems(graph, stage);
        if (!problems.isEmpty()) {
            var first = String.join("\n  ", problems.subList(0, Math.min(10, problems.size())));
            throw new IllegalStateException(
                    "graph " + graph.name() + " after " + from + ":\n  " + first);
        }
    }

    private void check() {
        for (int i = 0; i < graph.size(); i++) {
            var instr = graph.instr(i);
            if (checkOrder(i, instr)) {
                checkType(i, instr);
            }
            if (instr.op() instanceof Differentiation && stage == Stage.DIFFERENTIATED) {
                problem(i, "a " + OpCatalog.nameOf(instr.op().getClass()) + " is left");
            }
            if (instr.op() instanceof Scan scan) {
                int value = i;
                problems(scan.body(), stage).forEach(p -> problem(value, "body: " + p));
            }
            if (instr.op() instanceof Part part) {
                checkPart(i, part, graph.instr(instr.args().getFirst()).op());
            }
        }
        checkInputs();
        checkOutputs();
    }

    private boolean checkOrder(int value, Instr instr) {
        for (int arg : instr.args()) {
            if (arg < 0 || arg >= value) {
                problem(value, "uses %" + arg + ", which is not earlier");
                return false;
            }
        }
        return true;
    }

    private void checkType(int value, Instr instr) {
        try {
            var inferred = instr.op().type(graph.argTypes(instr));
            if (!inferred.equals(instr.type())) {
                problem(value, "says " + instr.type() + " but its operands make " + inferred);
            }
        } catch (OpError e) {
            problem(value, e.code() + ": " + e.getMessage());
        }
    }

    private void checkPart(int value, Part part, Op of) {
        if (!(of instanceof Scan scan)
                || part.result() >= scan.results().size()
                || !scan.results().get(part.result()).equals(part.declared())) {
            problem(value, "is no part of " + of.name());
        }
    }

    private void checkInputs() {
        var seen = new HashSet<String>();
        for (int i : graph.inputs()) {
            var input = (Input) graph.instr(i).op();
            if (!seen.add(input.role() + " " + input.path())) {
                problem(i, "the input " + input.path() + " stands here twice");
            }
            if (input.isVariable()) {
                variables.put(input.path(), input);
            }
        }
    }

    private void checkOutputs() {
        var seen = new HashSet<String>();
        for (var output : graph.outputs()) {
            if (output.value() < 0 || output.value() >= graph.size()) {
                problems.add(output.name() + ": %" + output.value() + " is no value");
            } else if (!seen.add(output.kind() + " " + output.name())) {
                problems.add(output.name() + ": an output of this name stands here twice");
            } else if (output.kind() == Output.Kind.WRITE) {
                checkWrite(output);
            }
        }
    }

    /// An initialiser writes what it does not read; who reads and writes must agree on the type.
    private void checkWrite(Output output) {
        var variable = variables.get(output.name());
        var written = graph.type(output.value());
        if (variable != null && !variable.declared().equals(written)) {
            problems.add(output.name() + ": " + written + " is written to " + variable.declared());
        }
    }

    private void problem(int value, String message) {
        problems.add("%" + value + " (" + graph.instr(value).op().name() + "): " + message);
    }
}
