package dev.dnet.compiler.pass;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.pass.AllTurns.Lifted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Does all turns of a loop that carries nothing at once: its body's operators on stacks. What the
/// gradient computes again to save memory stays a loop.
///
/// ```
/// graph map
///   %0: f32[T, N] = input argument "x"
///   %1: f32[N] = input parameter "w"
///   %2: f32[T] = scan(%0, %1) {body = {
///     graph body
///       %0: f32[N] = turn_input() {kind = element, number = 0, declared = f32[N]}
///       %1: f32[N] = turn_input() {kind = captured, number = 0, declared = f32[N]}
///       %2: f32[N] = tanh(%1)
///       %3: f32[N] = mul(%0, %2)
///       %4: f32 = sum(%3) {axes = [0]}
///       yield "yield0" = %4
///   }, length = T, guarded = false, backward = false, remat = false}
///   result "y" = %2
/// ```
///
/// becomes
///
/// ```
/// graph map
///   %0: f32[T, N] = input argument "x"
///   %1: f32[N] = input parameter "w"
///   %2: f32[N] = tanh(%1)
///   %3: f32[T, N] = broadcast(%2) {shape = [T, N], axes = [1]}
///   %4: f32[T, N] = mul(%0, %3)
///   %5: f32[T] = sum(%4) {axes = [1]}
///   result "y" = %5
/// ```
final class VectoriseMaps {
    static final Pass PASS =
            new Pass(
                    "vectorise-maps",
                    "does all turns of loops that carry nothing at once",
                    VectoriseMaps::run);

    private final Graph graph;
    private final GraphBuilder builder;
    private final int[] renamed;
    private final Map<Integer, List<Integer>> results = new HashMap<>();
    private final List<Output> checks = new ArrayList<>();

    private VectoriseMaps(Graph graph) {
        this.graph = graph;
        this.builder = new GraphBuilder(graph.name());
        this.renamed = new int[graph.size()];
    }

    private static Graph run(Graph graph) {
        return graph.instrs().stream().anyMatch(i -> i.op() instanceof Scan s && isMap(s))
                ? new VectoriseMaps(graph).run()
                : graph;
    }

    private static boolean isMap(Scan scan) {
        return scan.length().isPresent()
                && !scan.remat()
                && !scan.guarded()
                && scan.inputs(TurnInput.Kind.CARRY).isEmpty();
    }

    private Graph run() {
        for (int v = 0; v < graph.size(); v++) {
            var instr = Walk.rename(graph.instr(v), renamed);
            if (instr.op() instanceof Scan scan && isMap(scan)) {
                results.put(v, map(scan, instr.args()));
                renamed[v] = requireNonNull(results.get(v)).getFirst();
            } else if (instr.op() instanceof Part part && results.containsKey(of(v))) {
                renamed[v] = requireNonNull(results.get(of(v))).get(part.result());
            } else {
                renamed[v] = builder.append(instr);
            }
        }
        graph.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        for (int k = 0; k < checks.size(); k++) {
            var check = checks.get(k);
            builder.output(check.kind(), check.name() + "_of_turns" + k, check.value());
        }
        return builder.build();
    }

    private int of(int part) {
        return graph.instr(part).args().getFirst();
    }

    /// Appends what a loop stacks.
    private List<Integer> map(Scan scan, List<Integer> operands) {
        var all =
                new AllTurns(
                                scan.body(),
                                scan.turns(),
                                builder,
                                input ->
                                        new Lifted(
                                                operands.get(scan.operand(input)),
                                                input.kind() == TurnInput.Kind.ELEMENT))
                        .run();
        scan.checks()
                .forEach(
                        o -> checks.add(new Output(o.kind(), o.name(), all.of(o.value()).value())));
        return scan.outputs(Output.Kind.YIELD).stream().map(all::stack).toList();
    }
}
