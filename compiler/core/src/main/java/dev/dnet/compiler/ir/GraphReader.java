package dev.dnet.compiler.ir;

import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the text that [GraphPrinter] writes, so that half a pipeline is a test's input. Values may
/// have any label after the `%`; spans point into the text that is read. Wrong text is an
/// IllegalArgumentException with its place: it comes from us or from a test, never from a user's
/// program.
public final class GraphReader {
    private final IrTokens tokens;
    private final AttributeReader attributes;

    private GraphReader(Source source) {
        tokens = new IrTokens(source);
        attributes = new AttributeReader(tokens, OpCatalog.load(), this::graph);
    }

    /// The one graph that the text holds.
    public static Graph read(String text) {
        return read(new Source("<graph>", text)).getFirst();
    }

    /// All graphs of a file, in order.
    public static List<Graph> read(Source source) {
        var reader = new GraphReader(source);
        var graphs = new ArrayList<Graph>();
        do {
            graphs.add(reader.graph());
        } while (!reader.tokens.atEnd());
        return graphs;
    }

    private Graph graph() {
        tokens.expect("graph");
        var builder = new GraphBuilder(tokens.nameOrString());
        var labels = new HashMap<String, Integer>();
        while (tokens.atValue()) {
            instr(builder, labels);
        }
        while (!tokens.atEnd() && !tokens.peek().equals("graph") && !tokens.peek().equals("}")) {
            var kind = Output.Kind.valueOf(tokens.name().toUpperCase(Locale.ROOT));
            var name = tokens.string();
            tokens.expect("=");
            builder.output(kind, name, resolve(labels));
        }
        return builder.build();
    }

    private void instr(GraphBuilder builder, Map<String, Integer> labels) {
        int start = tokens.position();
        var label = tokens.value();
        var hint = tokens.peek().equals(":") ? "" : tokens.nameOrString();
        tokens.expect(":");
        var type = attributes.tensorType();
        tokens.expect("=");
        var made = tokens.accept("input") ? input(type) : computed(type, labels);
        if (labels.containsKey(label)) {
            throw tokens.wrong(label + " is defined twice");
        }
        var span = tokens.since(start);
        labels.put(label, builder.append(new Instr(made.op(), made.args(), type, hint, span)));
    }

    private Instr computed(TensorType type, Map<String, Integer> labels) {
        var name = tokens.name();
        var args = arguments(labels);
        return new Instr(attributes.operation(name), args, type, "", Span.none());
    }

    private Instr input(TensorType type) {
        var role = Input.Role.valueOf(tokens.name().toUpperCase(Locale.ROOT));
        var input = new Input(role, tokens.string(), type);
        return new Instr(input, List.of(), type, "", Span.none());
    }

    private List<Integer> arguments(Map<String, Integer> labels) {
        var args = new ArrayList<Integer>();
        tokens.expect("(");
        while (!tokens.accept(")")) {
            if (!args.isEmpty()) {
                tokens.expect(",");
            }
            args.add(resolve(labels));
        }
        return args;
    }

    private int resolve(Map<String, Integer> labels) {
        var label = tokens.value();
        var value = labels.get(label);
        if (value == null) {
            throw tokens.wrongLast(label + " is used before it is defined");
        }
        return value;
    }
}
