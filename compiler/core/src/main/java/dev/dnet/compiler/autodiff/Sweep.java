package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Repetition;
import dev.dnet.compiler.ir.Ruled;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.Stop;
import dev.dnet.compiler.ir.TakenFor;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/// One walk from values with cotangents back to the values that they are differentiated by. Only
/// what depends on one of those is visited. Cotangents that meet are added in the order of the
/// walk, so the same graph always gives the same sums. Each new value keeps the span of the forward
/// value that it belongs to.
final class Sweep {
    private final ScanStore scans;
    private final GraphBuilder graph;
    private final int y;
    private final SortedSet<Integer> sources;
    private final boolean[] active;
    private final Map<Integer, Integer> cotangents = new HashMap<>();
    private final Map<Integer, Map<Integer, Integer>> parts = new HashMap<>();
    private final List<Obstacle> obstacles = new ArrayList<>();

    /// A value on the way through which no gradient can be taken, and why.
    record Obstacle(Instr instr, String code, String reason) {}

    /// A walk back from value `y` to the first of the sources.
    Sweep(ScanStore scans, int y, SortedSet<Integer> sources) {
        this.scans = scans;
        this.graph = scans.graph();
        this.y = y;
        this.sources = sources;
        this.active = new boolean[y + 1];
        if (!sources.isEmpty()) {
            markActive();
        }
    }

    /// Whether a value depends on a source.
    boolean reaches(int value) {
        return active[value];
    }

    void seed(int value, int cotangent) {
        cotangents.merge(value, cotangent, this::sum);
    }

    /// The cotangent of each source that one reaches.
    Map<Integer, Integer> run() {
        if (sources.isEmpty()) {
            return Map.of();
        }
        for (int i = y; i >= sources.first(); i--) {
            var cotangent = cotangents.get(i);
            if (graph.instr(i).op() instanceof Scan) {
                visitScan(i);
            } else if (cotangent != null && graph.instr(i).op() instanceof Part part) {
                int scan = graph.instr(i).args().getFirst();
                parts.computeIfAbsent(scan, s -> new HashMap<>())
                        .merge(part.result(), cotangent, this::sum);
            } else if (cotangent != null) {
                visit(i, cotangent);
            }
        }
        cotangents.keySet().retainAll(sources);
        return cotangents;
    }

    List<Obstacle> obstacles() {
        return obstacles;
    }

    private void markActive() {
        for (int i = sources.first(); i <= y; i++) {
            active[i] = sources.contains(i) || dependsOnActive(i);
        }
    }

    private boolean dependsOnActive(int value) {
        var instr = graph.instr(value);
        return switch (instr.op()) {
            case Stop s -> false;
            case TakenFor t -> active[instr.args().get(TakenFor.WAY)];
            case Ruled r ->
                    active[instr.args().getFirst()] || anyActive(Ruled.inputs(instr.args()));
            case Op other -> anyActive(instr.args());
        };
    }

    private boolean anyActive(List<Integer> values) {
        for (int value : values) {
            if (active[value]) {
                return true;
            }
        }
        return false;
    }

    private void visit(int value, int cotangent) {
        var instr = graph.instr(value);
        if (!dependsOnActive(value)) {
            return;
        }
        graph.at(instr.span());
        if (instr.op() instanceof Ruled) {
            byRule(value, instr, cotangent);
            return;
        }
        var flow = flow(instr, new Op.Vjp(graph, instr.args(), value, cotangent));
        for (int k = 0; k < instr.args().size(); k++) {
            int operand = instr.args().get(k);
            if (active[operand]) {
                receive(instr, operand, k < flow.size() ? flow.get(k) : OptionalInt.empty());
            }
        }
    }

    /// All results of a scan flow back together.
    private void visitScan(int value) {
        var results = new HashMap<>(parts.getOrDefault(value, Map.of()));
        var first = cotangents.get(value);
        if (first != null) {
            results.merge(0, first, this::sum);
        }
        if (results.isEmpty() || !dependsOnActive(value)) {
            return;
        }
        var instr = graph.instr(value);
        graph.at(instr.span());
        flow(value, instr, results)
                .forEach((k, more) -> {
                    int operand = instr.args().get(k);
                    if (active[operand]) {
                        receive(instr, operand, OptionalInt.of(more));
                    }
                });
    }

    /// By operand of a scan: what flows to it.
    private Map<Integer, Integer> flow(int value, Instr instr, Map<Integer, Integer> results) {
        IntPredicate reached = operand -> active[instr.args().get(operand)];
        return switch (scans.stored(value)) {
            case Stored.Stacks stacks -> {
                var gradient = new ScanGradient(scans, instr, stacks, results, reached);
                obstacles.addAll(gradient.obstacles());
                yield gradient.flow();
            }
            case Stored.Count count -> {
                var gradient = new LoopGradient(scans, instr, count, results, reached);
                obstacles.addAll(gradient.obstacles());
                yield gradient.flow();
            }
        };
    }

    /// The rule once more, with the value and its cotangent in the places of those that stand for
    /// them.
    private void byRule(int value, Instr ruled, int cotangent) {
        var args = ruled.args();
        var inputs = Ruled.inputs(args);
        requireRuled(ruled);
        var flow =
                Repetition.of(
                        graph,
                        Map.of(
                                args.get(Ruled.RESULT), value,
                                args.get(Ruled.COTANGENT), cotangent),
                        Ruled.cotangents(args),
                        scans::append);
        for (int k = 0; k < inputs.size(); k++) {
            if (active[inputs.get(k)]) {
                receive(ruled, inputs.get(k), OptionalInt.of(flow.get(k)));
            }
        }
    }

    /// What a gradient is taken by reaches the result through the inputs of the rule alone.
    private void requireRuled(Instr ruled) {
        var inputs = Set.copyOf(Ruled.inputs(ruled.args()));
        var open = new TreeMap<Integer, String>();
        int result = ruled.args().getFirst();
        open.put(result, "");
        while (!open.isEmpty()) {
            var next = open.pollLastEntry();
            int value = next.getKey();
            if (!active[value] || inputs.contains(value) || !graph.type(value).isFloat()) {
                continue;
            }
            if (sources.contains(value)) {
                obstacles.add(
                        new Obstacle(
                                ruled, "gradient/rule-silent", silent(value, next.getValue())));
                return;
            }
            var hint = graph.instr(value).hint();
            var name = hint.isEmpty() || value == result ? next.getValue() : hint;
            graph.instr(value).args().forEach(a -> open.putIfAbsent(a, name));
        }
    }

    /// The source that is reached, and the last value with a name on the way there.
    private String silent(int source, String through) {
        var hint = graph.instr(source).hint();
        var what = hint.isEmpty() ? "what is differentiated by" : "`" + hint + "`";
        return "its rule says nothing of "
                + (through.isEmpty() ? what : "`" + through + "`, which depends on " + what);
    }

    private List<OptionalInt> flow(Instr instr, Op.Vjp vjp) {
        var reason = instr.op().whyNoGradient();
        if (reason.isPresent()) {
            obstacles.add(new Obstacle(instr, "grad/none", reason.get()));
            return List.of();
        }
        try {
            return instr.op().gradient(vjp);
        } catch (OpError e) {
            obstacles.add(new Obstacle(instr, e.code(), String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    private void receive(Instr from, int operand, OptionalInt contribution) {
        if (!graph.type(operand).isFloat()) {
            searchWholeNumbers(operand);
        } else if (contribution.isPresent()) {
            int more = contribution.getAsInt();
            requireType(from, operand, more);
            cotangents.merge(operand, more, this::sum);
        }
    }

    private int sum(int a, int b) {
        return Formulas.add(new Expr(graph, a), new Expr(graph, b)).value();
    }

    private void requireType(Instr from, int operand, int cotangent) {
        if (!graph.type(cotangent).equals(graph.type(operand))) {
            throw new IllegalStateException(
                    "the gradient of "
                            + from.op()
                            + " makes "
                            + graph.type(cotangent)
                            + " for "
                            + graph.type(operand));
        }
    }

    /// No cotangent flows into whole numbers, but one of the operations that made them may refuse
    /// to be ignored.
    private void searchWholeNumbers(int start) {
        var open = new ArrayDeque<>(List.of(start));
        var seen = new TreeSet<>(open);
        while (!open.isEmpty()) {
            int value = open.pop();
            var instr = graph.instr(value);
            if (dependsOnActive(value)) {
                instr.op()
                        .whyNoGradient()
                        .ifPresent(r -> obstacles.add(new Obstacle(instr, "grad/none", r)));
            }
            instr.args().stream()
                    .filter(a -> a <= y && active[a] && !graph.type(a).isFloat() && seen.add(a))
                    .forEach(open::add);
        }
    }
}
