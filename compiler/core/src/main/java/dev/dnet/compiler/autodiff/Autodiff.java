package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Differentiation;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Const;
import dev.dnet.compiler.ops.Formulas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Replaces every `grad(y, x)` by the values that compute it, in order of appearance, so that an
/// inner gradient is plain arithmetic by the time an outer one is taken. All gradients of the same
/// `y` share one backward sweep; that of a tensor is a loop over its elements ([Rows]).
///
/// The marks, stops and rules that the sweeps went by are then taken away.
///
/// What is not reached from `y` gets no cotangent; the derivative with respect to such an `x` is
/// zero. Values that formulas made and nobody reads are left to the dead-code pass.
public final class Autodiff {
    private final Graph graph;
    private final GraphBuilder builder;
    private final Map<Integer, List<Integer>> wanted = new HashMap<>();
    private final Map<Integer, Map<Integer, Integer>> swept = new HashMap<>();
    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();
    private final int[] renamed;
    private final boolean again;
    private final ScanStore scans;

    /// @param again whether gradients will be taken of what comes of it
    Autodiff(Graph graph, boolean again) {
        this.graph = graph;
        this.again = again;
        this.builder = new GraphBuilder(graph.name());
        this.renamed = new int[graph.size()];
        graph.instrs().stream().filter(i -> i.op() instanceof Grad).forEach(this::want);
        this.scans = new ScanStore(builder, again || !wanted.isEmpty());
    }

    public static Differentiated differentiate(Graph graph) {
        if (graph.instrs().stream()
                .noneMatch(i -> i.op() instanceof Differentiation || i.op() instanceof Scan)) {
            return new Differentiated.Done(graph);
        }
        var outcome = new Autodiff(graph, false).prepare();
        return outcome.diagnostics().isEmpty()
                ? new Differentiated.Done(plain(outcome.prepared().graph()))
                : new Differentiated.Refused(new ArrayList<>(outcome.diagnostics()));
    }

    /// A graph without gradients, and what stood in the way.
    record Outcome(Prepared prepared, Set<Diagnostic> diagnostics) {}

    Outcome prepare() {
        for (int i = 0; i < graph.size(); i++) {
            renamed[i] = renew(graph.instr(i));
        }
        for (Output output : graph.outputs()) {
            builder.output(output.kind(), output.name(), renamed[output.value()]);
        }
        diagnostics.addAll(scans.diagnostics());
        return new Outcome(new Prepared(builder.build(), scans.scans()), diagnostics);
    }

    private void want(Instr grad) {
        wanted.computeIfAbsent(grad.args().getFirst(), y -> new ArrayList<>())
                .add(grad.args().get(1));
    }

    private int renew(Instr instr) {
        if (instr.op() instanceof Grad) {
            builder.at(instr.span());
            int value = derivative(instr);
            builder.hint(value, instr.hint());
            return value;
        }
        var args = instr.args().stream().map(a -> renamed[a]).toList();
        return scans.append(new Instr(instr.op(), args, instr.type(), instr.hint(), instr.span()));
    }

    private int derivative(Instr grad) {
        int y = grad.args().getFirst();
        int x = renamed[grad.args().get(1)];
        var cotangents = swept.computeIfAbsent(y, key -> sweep(key, grad));
        var found = cotangents.get(x);
        var shape = grad.type().shape();
        if (found == null) {
            var zero = builder.add(new Const(grad.type().element(), 0));
            return Formulas.fill(new Expr(builder, zero), shape).value();
        }
        return Formulas.reshape(new Expr(builder, found), shape).value();
    }

    private Map<Integer, Integer> sweep(int y, Instr grad) {
        var sources = new TreeSet<Integer>();
        wanted.getOrDefault(y, List.of()).stream()
                .filter(x -> x <= y)
                .forEach(x -> sources.add(renamed[x]));
        boolean still = again || swept.size() + 1 < wanted.size();
        if (builder.type(renamed[y]).rank() > 0) {
            var rows = new Rows(scans, renamed[y]).sweep(sources, still);
            refuse(rows.obstacles(), grad);
            return rows.stacks();
        }
        scans.differentiate(still);
        var sweep = new Sweep(scans, renamed[y], sources);
        if (sweep.reaches(renamed[y])) {
            sweep.seed(renamed[y], builder.add(new Const(builder.type(renamed[y]).element(), 1)));
        }
        var cotangents = sweep.run();
        refuse(sweep.obstacles(), grad);
        return cotangents;
    }

    private void refuse(List<Sweep.Obstacle> obstacles, Instr grad) {
        obstacles.forEach(obstacle -> diagnostics.add(refuse(obstacle, grad)));
        builder.at(grad.span());
    }

    /// The graph without what only gradients needed to know.
    private static Graph plain(Graph graph) {
        var plain = new GraphBuilder(graph.name());
        var renamed = new int[graph.size()];
        for (int i = 0; i < graph.size(); i++) {
            var instr = graph.instr(i);
            var args = instr.args().stream().map(a -> renamed[a]).toList();
            if (instr.op() instanceof Differentiation) {
                renamed[i] = args.getFirst();
                plain.hint(renamed[i], instr.hint());
            } else {
                var op = instr.op() instanceof Scan s ? s.with(plain(s.body())) : instr.op();
                renamed[i] =
                        plain.append(new Instr(op, args, instr.type(), instr.hint(), instr.span()));
            }
        }
        graph.outputs().forEach(o -> plain.output(o.kind(), o.name(), renamed[o.value()]));
        return plain.build();
    }

    private static Diagnostic refuse(Sweep.Obstacle obstacle, Instr grad) {
        var instr = obstacle.instr();
        var place = instr.span().isNone() ? grad.span() : instr.span();
        var message = "`" + instr.op().name() + "` has no gradient: " + obstacle.reason();
        return Diagnostic.error(obstacle.code(), place, message)
                .label(grad.span(), "the gradient is taken here");
    }
}
