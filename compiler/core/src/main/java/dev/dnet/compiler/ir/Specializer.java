package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts numbers for the symbols of a graph, in types and in attributes alike. Attributes are found
/// through the records' components, so that an operation needs to say nothing.
public final class Specializer {
    private final Map<String, Size> bindings = new HashMap<>();
    private final Components components = new Components();
    private final Map<Op, Op> operations = new HashMap<>();
    private final Map<TensorType, TensorType> types = new HashMap<>();

    public Specializer(Map<String, Long> symbols) {
        symbols.forEach((name, value) -> bindings.put(name, Size.of(value)));
    }

    public static Graph bind(Graph graph, Map<String, Long> symbols) {
        if (symbols.isEmpty()) {
            return graph;
        }
        var specializer = new Specializer(symbols);
        var instrs = graph.instrs().stream().map(specializer::instr).toList();
        return new Graph(graph.name(), instrs, graph.outputs());
    }

    public Instr instr(Instr instr) {
        var type = types.computeIfAbsent(instr.type(), t -> t.substitute(bindings));
        var op = operations.get(instr.op());
        if (op == null) {
            op = (Op) bound(instr.op());
            operations.put(instr.op(), op);
        }
        return new Instr(op, instr.args(), type, instr.hint(), instr.span());
    }

    private Object bound(Object value) {
        return switch (value) {
            case Size s -> s.substitute(bindings);
            case Shape s -> s.substitute(bindings);
            case TensorType t -> t.substitute(bindings);
            case Graph g ->
                    new Graph(g.name(), g.instrs().stream().map(this::instr).toList(), g.outputs());
            case List<?> list -> list.stream().map(this::bound).toList();
            case Optional<?> o -> o.map(this::bound);
            case Record r -> record(r);
            default -> value;
        };
    }

    private Object record(Record of) {
        List<Object> values = components.values(of);
        List<Object> bound = values.stream().map(this::bound).toList();
        return bound.equals(values) ? of : components.construct(of.getClass(), bound);
    }
}
