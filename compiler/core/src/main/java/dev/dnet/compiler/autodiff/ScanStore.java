package dev.dnet.compiler.autodiff;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A graph under construction and the scans in it. Where gradients may still be taken of it, each
/// scan stacks all that its derivative could read, and a loop without a length counts its turns;
/// what none reads in the end is dropped later.
final class ScanStore {
    private final GraphBuilder graph;
    private boolean differentiated;
    private final Map<Integer, Stored> scans = new HashMap<>();
    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

    /// @param differentiated whether gradients are taken of what is appended
    ScanStore(GraphBuilder graph, boolean differentiated) {
        this.graph = graph;
        this.differentiated = differentiated;
    }

    GraphBuilder graph() {
        return graph;
    }

    Stored stored(int scan) {
        return requireNonNull(scans.get(scan), "a scan that keeps nothing");
    }

    /// Says whether gradients are still to be taken of what is appended from now on.
    void differentiate(boolean still) {
        differentiated = still;
    }

    Map<Integer, Stored> scans() {
        return scans;
    }

    Set<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /// Knows the scans of a graph with which this one begins.
    void adopt(Prepared begun) {
        scans.putAll(begun.scans());
    }

    /// Appends an instruction whose operands are in place.
    int append(Instr instr) {
        if (!(instr.op() instanceof Scan scan)) {
            return graph.append(instr);
        }
        var before = graph.at(instr.span());
        int value = append(scan, instr.args());
        graph.hint(value, instr.hint());
        graph.at(before);
        return value;
    }

    /// Appends a scan whose operands are in place; its value. Its first results have the numbers
    /// that they had.
    int append(Scan scan, List<Integer> args) {
        if (!differentiated) {
            return graph.add(scan.with(expand(scan, false).graph()), args);
        }
        return scan.length().isPresent() ? stack(scan, args) : count(scan, args);
    }

    /// Of the turns of a loop without a length nothing is kept but how many there were.
    private int count(Scan scan, List<Integer> args) {
        var plain = expand(scan, false).graph();
        var body = GraphBuilder.continuing(plain);
        plain.outputs().forEach(o -> body.output(o.kind(), o.name(), o.value()));
        var type = TensorType.scalar(ElementType.I64);
        int number = scan.inputs(TurnInput.Kind.CARRY).size();
        int count = body.add(new TurnInput(TurnInput.Kind.CARRY, number, type));
        int next = Formulas.add(new Expr(body, count), 1).value();
        body.output(Output.Kind.NEXT, Scan.output(Output.Kind.NEXT, number), next);
        var operands = new ArrayList<>(args);
        int zero = Formulas.constant(graph, ElementType.I64, 0).value();
        operands.add(scan.first(TurnInput.Kind.CAPTURED), zero);
        var counted = scan.with(body.build());
        int made = graph.add(counted, operands);
        int turns = counted.result(graph, made, number);
        scans.put(made, new Stored.Count(expand(scan, true), turns));
        return made;
    }

    private int stack(Scan scan, List<Integer> args) {
        var prepared = expand(scan, true);
        var read = read(scan, prepared);
        var stacking = stacking(prepared.graph(), scan, read, prepared.graph());
        var body =
                scan.remat()
                        ? stacking(expand(scan, false).graph(), scan, read, prepared.graph())
                        : stacking;
        var stored = scan.with(stacking);
        int made = graph.add(scan.with(body), args);
        var carried = new HashMap<Integer, Integer>();
        var values = new HashMap<Integer, Integer>();
        int number = scan.results().size();
        for (int value : read) {
            int part = stored.result(graph, made, number);
            number++;
            if (prepared.graph().instr(value).op() instanceof TurnInput input) {
                carried.put(input.number(), part);
            } else {
                values.put(value, part);
            }
        }
        scans.put(
                made,
                new Stored.Stacks(
                        stored, new Prepared(stacking, prepared.scans()), carried, values));
        return made;
    }

    /// A body that stacks more values. They are those of another form of it, which differs only if
    /// they are inputs.
    private static Graph stacking(Graph body, Scan scan, Iterable<Integer> read, Graph of) {
        var outputs = new ArrayList<>(body.outputs());
        int number = scan.with(body).outputs(Output.Kind.YIELD).size();
        for (int value : read) {
            boolean carry = of.instr(value).op() instanceof TurnInput;
            int inBody = carry ? input(body, (TurnInput) of.instr(value).op()) : value;
            var name = Scan.output(Output.Kind.YIELD, number++);
            outputs.add(new Output(Output.Kind.YIELD, name, inBody));
        }
        return new Graph(body.name(), body.instrs(), outputs);
    }

    private static int input(Graph body, TurnInput input) {
        return body.turnInputs().stream()
                .filter(v -> body.instr(v).op().equals(input))
                .findFirst()
                .orElseThrow();
    }

    private Prepared expand(Scan scan, boolean again) {
        var body = new Autodiff(scan.body(), again).prepare();
        diagnostics.addAll(body.diagnostics());
        return body.prepared();
    }

    /// What is carried or computed in a turn and read by the derivative with respect to everything,
    /// also by that of what is stacked for it.
    private static TreeSet<Integer> read(Scan scan, Prepared body) {
        var read = new TreeSet<Integer>();
        for (int before = -1; before < read.size(); ) {
            before = read.size();
            var stacking = stacking(body.graph(), scan, read, body.graph());
            var prepared = new Prepared(stacking, body.scans());
            var gradient = BodyGradient.of(prepared, scan.with(stacking), i -> true, k -> true);
            collect(gradient, prepared.graph(), scan.remat(), read);
        }
        return read;
    }

    private static void collect(
            BodyGradient gradient, Graph body, boolean remat, TreeSet<Integer> read) {
        var needed = gradient.needed(gradient.cotangents().values());
        var open = new ArrayDeque<Integer>();
        needed.stream().filter(v -> v < gradient.forward()).forEach(open::add);
        var seen = new TreeSet<Integer>(open);
        while (!open.isEmpty()) {
            int value = open.pop();
            switch (Residuals.of(body, value, remat)) {
                case INPUT -> {
                    if (((TurnInput) body.instr(value).op()).kind() == TurnInput.Kind.CARRY) {
                        read.add(value);
                    }
                }
                case STORE -> read.add(value);
                case AGAIN ->
                        body.instr(value).args().stream().filter(seen::add).forEach(open::add);
            }
        }
    }
}
