package dev.dnet.compiler.fusion;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Buffer.Place;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The buffers of a program under construction: one for each value in memory, and locals.
final class Buffers {
    private final Graph graph;
    private final List<Buffer> all;
    private final List<Integer> loops;
    private final Map<Integer, Integer> ofValue = new HashMap<>();

    Buffers(Graph graph) {
        this(graph, new ArrayList<>(), new ArrayList<>());
    }

    private Buffers(Graph graph, List<Buffer> all, List<Integer> loops) {
        this.graph = graph;
        this.all = all;
        this.loops = loops;
    }

    /// The buffers of a body, numbered together with these.
    Buffers inside(Graph body) {
        return new Buffers(body, all, loops);
    }

    /// The number of a loop, which is that of no other: of the next buffer, unless a loop around it
    /// has none of its own.
    int loop() {
        loops.add(loops.isEmpty() ? all.size() : Math.max(all.size(), loops.getLast() + 1));
        return loops.getLast();
    }

    /// Says where a value lies.
    void bind(int value, int buffer) {
        ofValue.put(value, buffer);
    }

    /// A buffer that is no value of the graph.
    int add(String name, TensorType type, Place place, Span span) {
        all.add(new Buffer(all.size(), name, type, place, span));
        return all.size() - 1;
    }

    /// The memory of a value; made when first asked for.
    int memory(int value) {
        var known = ofValue.get(value);
        if (known != null) {
            return known;
        }
        int id = add(value, place(value));
        ofValue.put(value, id);
        return id;
    }

    /// A local with a value's numbers, in the type of their arithmetic.
    int local(int value) {
        var instr = graph.instr(value);
        var type = instr.type().withElement(instr.type().element().arithmetic());
        return add(name(value), type, new Place.Local(), instr.span());
    }

    /// Moves a value's memory to another owner.
    void place(int value, Place place) {
        int id = memory(value);
        var b = all.get(id);
        all.set(id, new Buffer(b.id(), b.name(), b.type(), place, b.span()));
    }

    int add(int value, Place place) {
        var instr = graph.instr(value);
        return add(name(value), instr.type(), place, instr.span());
    }

    private String name(int value) {
        var instr = graph.instr(value);
        return instr.hint().isEmpty() ? instr.op().name() : instr.hint();
    }

    private Place place(int value) {
        if (graph.instr(value).op() instanceof TurnInput) {
            throw new IllegalStateException("the scan says where its inputs lie");
        }
        if (!(graph.instr(value).op() instanceof Input input)) {
            return new Place.Arena();
        }
        return switch (input.role()) {
            case ARGUMENT -> new Place.Argument(input.path());
            case PARAMETER, STATE, SLOT, CACHE -> new Place.Variable(input.path());
            case KEY -> new Place.Key();
            case STEP -> new Place.Step();
        };
    }

    ElementType element(int value) {
        return graph.type(value).element();
    }

    Buffer get(int id) {
        return all.get(id);
    }

    List<Buffer> all() {
        return all;
    }

    /// The flat offset of an index of a value; an index that is one offset already stays.
    Size flat(int value, List<Size> index) {
        var shape = graph.type(value).shape();
        return index.size() == shape.rank() ? Ranges.flatten(index, shape) : index.getFirst();
    }
}
