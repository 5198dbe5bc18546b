package dev.dnet.compiler.ir;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Locale;

/// The text of a graph, one value a line, which [GraphReader] reads back:
///
/// ```
/// graph mean
///   %0: f32[N, 10] = input argument "x"
///   %1 total: f32[N] = sum(%0) {axes = [1]}  # mean.dnet:3:5
///   result "y" = %1
/// ```
///
/// What follows `#` is a comment; the places stand there for people.
public final class GraphPrinter {
    private final AttributePrinter attributes = new AttributePrinter();
    private final StringBuilder text = new StringBuilder();
    private final boolean places;

    private GraphPrinter(boolean places) {
        this.places = places;
    }

    public static String print(Graph graph) {
        return new GraphPrinter(true).graph(graph);
    }

    /// The text without the places, for comparing.
    public static String printWithoutPlaces(Graph graph) {
        return new GraphPrinter(false).graph(graph);
    }

    /// A graph that is an attribute. It has no places: what prints it may be compared.
    static String printInside(Graph graph) {
        return new GraphPrinter(false).graph(graph);
    }

    private String graph(Graph graph) {
        text.append("graph ").append(name(graph.name())).append('\n');
        for (int i = 0; i < graph.size(); i++) {
            instr(i, graph.instr(i));
        }
        graph.outputs().forEach(this::output);
        return text.toString();
    }

    private void instr(int value, Instr instr) {
        text.append("  %").append(value);
        if (!instr.hint().isEmpty()) {
            text.append(' ').append(name(instr.hint()));
        }
        text.append(": ").append(instr.type()).append(" = ");
        operation(instr);
        place(instr.span());
        text.append('\n');
    }

    private void operation(Instr instr) {
        if (instr.op() instanceof Input input) {
            text.append("input ").append(input.role().name().toLowerCase(Locale.ROOT));
            text.append(' ').append(AttributePrinter.quoted(input.path()));
        } else {
            text.append(OpCatalog.nameOf(instr.op().getClass())).append(arguments(instr.args()));
            text.append(attributes.attributes(instr.op()));
        }
    }

    private static String arguments(List<Integer> args) {
        return "(" + String.join(", ", args.stream().map(a -> "%" + a).toList()) + ")";
    }

    private void place(Span span) {
        if (places && !span.isNone()) {
            text.append("  # ").append(span);
        }
    }

    private void output(Output output) {
        text.append("  ").append(output.kind().name().toLowerCase(Locale.ROOT));
        text.append(' ').append(AttributePrinter.quoted(output.name()));
        text.append(" = %").append(output.value()).append('\n');
    }

    private static String name(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_.$]*") ? name : AttributePrinter.quoted(name);
    }
}
