package dev.dnet.compiler.ir;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Appends values to a graph, inferring each type.
public final class GraphBuilder {
    private final String name;
    private final List<Instr> instrs = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private Span span = Span.none();

    public GraphBuilder(String name) {
        this.name = name;
    }

    /// A builder that goes on where a graph ends; its outputs are not taken over.
    public static GraphBuilder continuing(Graph graph) {
        var builder = new GraphBuilder(graph.name());
        builder.instrs.addAll(graph.instrs());
        return builder;
    }

    /// The source of the values that are appended from now on; returns the one before, to be set
    /// again.
    public Span at(Span newSpan) {
        var before = span;
        span = newSpan;
        return before;
    }

    public int add(Op op, List<Integer> args) {
        return add(op, args, "");
    }

    public int add(Op op, Integer... args) {
        return add(op, Arrays.asList(args), "");
    }

    public int add(Op op, List<Integer> args, String hint) {
        var type = op.type(args.stream().map(this::type).toList());
        return append(new Instr(op, args, type, hint, span));
    }

    /// Appends an instruction of another graph whose operands are already renumbered.
    public int append(Instr instr) {
        instrs.add(instr);
        return instrs.size() - 1;
    }

    /// Gives a value the name that the source calls it by, if it has none yet.
    public void hint(int value, String hint) {
        var i = instrs.get(value);
        if (i.hint().isEmpty()) {
            instrs.set(value, new Instr(i.op(), i.args(), i.type(), hint, i.span()));
        }
    }

    public void output(Output.Kind kind, String outputName, int value) {
        outputs.add(new Output(kind, outputName, value));
    }

    /// Takes the values from this one on off the graph, and what leaves it from this output on.
    public Graph cut(int from, int fromOutput) {
        var tail = instrs.subList(from, instrs.size());
        var left = outputs.subList(fromOutput, outputs.size());
        var cut = new Graph(name, tail, left);
        tail.clear();
        left.clear();
        return cut;
    }

    /// How many outputs there are.
    public int outputs() {
        return outputs.size();
    }

    public Instr instr(int value) {
        return instrs.get(value);
    }

    public TensorType type(int value) {
        return instrs.get(value).type();
    }

    public int size() {
        return instrs.size();
    }

    public Graph build() {
        return new Graph(name, instrs, outputs);
    }
}
