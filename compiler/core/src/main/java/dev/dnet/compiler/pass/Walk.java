package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;

import java.util.List;
import java.util.OptionalInt;

/// One walk through a graph in order, in which a rule may put another value for each. The rule sees
/// operands that are rewritten already, so what it does to one value reaches all that follow in the
/// same walk.
final class Walk {
    /// A value that equals this instruction's: an earlier one, or new ones appended to the graph;
    /// or nothing.
    @FunctionalInterface
    interface Rule {
        OptionalInt apply(GraphBuilder graph, Instr instr);
    }

    private final GraphBuilder builder;
    private final Rule rule;
    private boolean changed;

    private Walk(Graph graph, Rule rule) {
        this.builder = new GraphBuilder(graph.name());
        this.rule = rule;
    }

    static Graph once(Graph graph, Rule rule) {
        return new Walk(graph, rule).run(graph);
    }

    /// Walks until nothing changes, but at most so many times: rules that undo each other must not
    /// hang the compiler.
    static Graph toFixpoint(Graph graph, Rule rule, int atMost) {
        var current = graph;
        for (int i = 0; i < atMost; i++) {
            var walk = new Walk(current, rule);
            current = walk.run(current);
            if (!walk.changed) {
                return current;
            }
        }
        return current;
    }

    /// The same instruction with its operands' new positions.
    static Instr rename(Instr instr, int[] renamed) {
        var args = new Integer[instr.args().size()];
        boolean same = true;
        for (int k = 0; k < args.length; k++) {
            args[k] = renamed[instr.args().get(k)];
            same &= args[k].equals(instr.args().get(k));
        }
        return same
                ? instr
                : new Instr(instr.op(), List.of(args), instr.type(), instr.hint(), instr.span());
    }

    private Graph run(Graph graph) {
        var renamed = new int[graph.size()];
        for (int i = 0; i < graph.size(); i++) {
            var instr = rename(graph.instr(i), renamed);
            builder.at(instr.span());
            var other = rule.apply(builder, instr);
            renamed[i] =
                    other.isPresent() ? replace(instr, other.getAsInt()) : builder.append(instr);
        }
        graph.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        return builder.build();
    }

    private int replace(Instr instr, int value) {
        changed = true;
        if (!builder.type(value).equals(instr.type())) {
            throw new IllegalStateException(
                    "a rewrite of "
                            + instr.op()
                            + " turned "
                            + instr.type()
                            + " into "
                            + builder.type(value));
        }
        builder.hint(value, instr.hint());
        return value;
    }
}
