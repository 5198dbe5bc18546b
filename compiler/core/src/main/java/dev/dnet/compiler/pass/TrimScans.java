package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Drops what a scan stacks for nobody, what it carries for nobody, and operands that its turns do
/// not read. Gradients leave much of that.
///
/// ```
/// graph trim
///   %0: f32[T] = input argument "x"
///   %1: f32 = input argument "start"
///   %2: f32 = scan(%0, %1) {body = {
///     graph body
///       %0: f32 = turn_input() {kind = element, number = 0, declared = f32}
///       %1: f32 = turn_input() {kind = carry, number = 0, declared = f32}
///       %2: f32 = add(%1, %0)
///       %3: f32 = mul(%0, %0)
///       next "next0" = %2
///       yield "yield0" = %3
///       yield "yield1" = %0
///   }, length = T, guarded = false, backward = false, remat = false}
///   %3: f32[T] = part(%2) {result = 1, declared = f32[T]}
///   result "y" = %3
/// ```
///
/// becomes
///
/// ```
/// graph trim
///   %0: f32[T] = input argument "x"
///   %1: f32 = input argument "start"
///   %2: f32[T] = scan(%0) {body = {
///     graph body
///       %0: f32 = turn_input() {kind = element, number = 0, declared = f32}
///       %1: f32 = mul(%0, %0)
///       yield "yield0" = %1
///   }, length = T, guarded = false, backward = false, remat = false}
///   result "y" = %2
/// ```
final class TrimScans {
    static final Pass PASS =
            new Pass("trim-scans", "drops what loops compute for nobody", TrimScans::run);

    private final GraphBuilder builder;
    private final Graph graph;
    private final int[] renamed;
    private final Map<Integer, Map<Integer, Integer>> numbers = new HashMap<>();

    private TrimScans(Graph graph) {
        this.graph = graph;
        this.builder = new GraphBuilder(graph.name());
        this.renamed = new int[graph.size()];
    }

    private static Graph run(Graph graph) {
        return graph.instrs().stream().anyMatch(i -> i.op() instanceof Scan)
                ? new TrimScans(EliminateDeadCode.PASS.run().apply(graph)).trim()
                : graph;
    }

    private Graph trim() {
        for (int v = 0; v < graph.size(); v++) {
            var instr = Walk.rename(graph.instr(v), renamed);
            renamed[v] =
                    switch (instr.op()) {
                        case Scan scan -> scan(v, scan, instr);
                        case Part part -> part(v, part, instr);
                        default -> builder.append(instr);
                    };
        }
        graph.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        return EliminateDeadCode.PASS.run().apply(builder.build());
    }

    private int part(int value, Part part, Instr instr) {
        int scan = graph.instr(value).args().getFirst();
        int number = numbers.getOrDefault(scan, Map.of()).getOrDefault(part.result(), -1);
        return number == 0
                ? renamed[scan]
                : builder.append(
                        new Instr(
                                new Part(number, part.declared()),
                                instr.args(),
                                instr.type(),
                                instr.hint(),
                                instr.span()));
    }

    private int scan(int value, Scan scan, Instr instr) {
        var live = live(value);
        int carries = scan.inputs(TurnInput.Kind.CARRY).size();
        var carried = carried(scan, live, carries);
        var yields = new ArrayList<Integer>();
        for (int k = carries; k < scan.results().size(); k++) {
            if (live.get(k)) {
                yields.add(k - carries);
            }
        }
        var left = run(outputs(scan, carried, yields));
        var args = new ArrayList<Integer>();
        var body = renumber(left, scan, carried, instr.args(), args);
        args.addAll(scan.guard(instr.args()));
        var number = new HashMap<Integer, Integer>();
        carried.forEach(k -> number.put(k, number.size()));
        yields.forEach(k -> number.put(carries + k, number.size()));
        numbers.put(value, number);
        var trimmed = scan.with(body);
        return builder.append(
                new Instr(trimmed, args, trimmed.results().getFirst(), instr.hint(), instr.span()));
    }

    /// The results that somebody reads.
    private BitSet live(int scan) {
        var live = new BitSet();
        for (var instr : graph.instrs()) {
            if (instr.args().contains(scan)) {
                live.set(instr.op() instanceof Part part ? part.result() : 0);
            }
        }
        graph.outputs().stream().filter(o -> o.value() == scan).forEach(o -> live.set(0));
        return live;
    }

    /// What is carried and read in the end, or by something that is needed in a turn.
    private static List<Integer> carried(Scan scan, BitSet live, int carries) {
        var next = scan.outputs(Output.Kind.NEXT);
        var yields = scan.outputs(Output.Kind.YIELD);
        var needed = new BitSet();
        scan.checks().forEach(o -> needed.set(o.value()));
        for (int k = 0; k < yields.size(); k++) {
            needed.set(yields.get(k), live.get(carries + k) || needed.get(yields.get(k)));
        }
        var carried = new BitSet();
        for (int k = 0; k < carries; k++) {
            carried.set(k, live.get(k) || k == 0 && scan.length().isEmpty());
        }
        for (int before = -1; before < carried.cardinality(); ) {
            before = carried.cardinality();
            carried.stream().forEach(k -> needed.set(next.get(k)));
            for (int v = scan.body().size() - 1; v >= 0; v--) {
                if (needed.get(v)) {
                    scan.body().instr(v).args().forEach(needed::set);
                    if (scan.body().instr(v).op() instanceof TurnInput i
                            && i.kind() == TurnInput.Kind.CARRY) {
                        carried.set(i.number());
                    }
                }
            }
        }
        return carried.stream().boxed().toList();
    }

    /// The body with the outputs that remain.
    private static Graph outputs(Scan scan, List<Integer> carried, List<Integer> yields) {
        var outputs = new ArrayList<Output>();
        add(outputs, Output.Kind.NEXT, scan, carried);
        add(outputs, Output.Kind.YIELD, scan, yields);
        outputs.addAll(scan.checks());
        var body = new Graph(scan.body().name(), scan.body().instrs(), outputs);
        return EliminateDeadCode.PASS.run().apply(body);
    }

    private static void add(
            List<Output> outputs, Output.Kind kind, Scan scan, List<Integer> which) {
        var values = scan.outputs(kind);
        for (int k = 0; k < which.size(); k++) {
            outputs.add(new Output(kind, Scan.output(kind, k), values.get(which.get(k))));
        }
    }

    /// The body with its inputs numbered anew; their operands are added to `args`.
    private static Graph renumber(
            Graph body,
            Scan scan,
            List<Integer> carried,
            List<Integer> operands,
            List<Integer> args) {
        var read = new BitSet();
        body.instrs().forEach(i -> i.args().forEach(read::set));
        body.outputs().forEach(o -> read.set(o.value()));
        var elements = new ArrayList<Integer>();
        var captured = new ArrayList<Integer>();
        var builder = new GraphBuilder(body.name());
        var renamed = new int[body.size()];
        for (int v = 0; v < body.size(); v++) {
            var instr = Walk.rename(body.instr(v), renamed);
            if (!(instr.op() instanceof TurnInput input)) {
                renamed[v] = builder.append(instr);
            } else if (input.kind() == TurnInput.Kind.CARRY
                    ? carried.contains(input.number())
                    : read.get(v)) {
                var among = input.kind() == TurnInput.Kind.ELEMENT ? elements : captured;
                int number = carried.indexOf(input.number());
                if (input.kind() != TurnInput.Kind.CARRY) {
                    number = among.size();
                    among.add(operands.get(scan.operand(input)));
                }
                var again = new TurnInput(input.kind(), number, input.declared());
                renamed[v] =
                        builder.append(
                                new Instr(
                                        again,
                                        List.of(),
                                        instr.type(),
                                        instr.hint(),
                                        instr.span()));
            }
        }
        body.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        args.addAll(elements);
        int first = scan.first(TurnInput.Kind.CARRY);
        carried.forEach(k -> args.add(operands.get(first + k)));
        args.addAll(captured);
        return builder.build();
    }
}
