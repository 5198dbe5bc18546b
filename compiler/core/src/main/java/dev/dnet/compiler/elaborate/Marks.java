package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Mark;
import dev.dnet.compiler.ir.Repetition;
import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The arguments of a function that is differentiated: every float tensor in them is marked, so
/// that only what goes through the arguments counts. For a model those are its parameters; while
/// the function is evaluated, reading one of them gives the marked value.
final class Marks {
    private final Session session;
    private final Map<String, Integer> parameters;
    private final Map<Integer, Integer> made;

    /// An argument as the function gets it, and the marks in it in the order of its structure; a
    /// model's are a list.
    record Marked(Value value, Optional<Value> marks) {}

    Marks(Session session) {
        this.session = session;
        this.parameters = new LinkedHashMap<>(session.marked());
        this.made = new HashMap<>(session.repeated());
    }

    <T> T during(Supplier<T> code) {
        return session.marking(parameters, made, code);
    }

    /// Whether derivatives by the value are taken. Numbers that are known when compiling, whole
    /// numbers and functions are passed on as they are.
    static boolean hasMarks(Value value) {
        return switch (value) {
            case Value.Tensor t -> t.type().isFloat();
            case Value.Stored s -> s.variable().type().isFloat();
            case Value.Instance i -> !Builtins.parameters(i).isEmpty();
            case Value.Typed t -> hasMarks(t.of());
            case Value.Tuple t -> t.values().stream().anyMatch(Marks::hasMarks);
            case Value.Items i -> i.values().stream().anyMatch(Marks::hasMarks);
            default -> false;
        };
    }

    Marked mark(Value value, Span at) {
        if (!hasMarks(value)) {
            return new Marked(value, Optional.empty());
        }
        return switch (value) {
            case Value.Tensor t -> whole(mark(t));
            case Value.Instance i -> new Marked(i, Optional.of(model(i)));
            case Value.Typed t -> new Marked(t, mark(t.of(), at).marks());
            case Value.Tuple t -> {
                var parts = parts(t.values(), value, at);
                yield new Marked(
                        new Value.Tuple(t.names(), parts.stream().map(Marked::value).toList()),
                        Optional.of(new Value.Tuple(t.names(), marks(parts))));
            }
            case Value.Items i -> {
                var parts = parts(i.values(), value, at);
                yield new Marked(
                        new Value.Items(parts.stream().map(Marked::value).toList()),
                        Optional.of(new Value.Items(marks(parts))));
            }
            case Value other -> throw new IllegalStateException("no marks in " + other);
        };
    }

    private static Marked whole(Value.Tensor mark) {
        return new Marked(mark, Optional.of(mark));
    }

    private Value.Tensor mark(Value.Tensor value) {
        return session.tensor(session.graph().add(new Mark(), value.position()));
    }

    private List<Marked> parts(List<Value> values, Value whole, Span at) {
        var parts = new ArrayList<Marked>();
        for (var value : values) {
            if (!hasMarks(value)) {
                throw Refusal.of(
                        "grad/whole-number",
                        at,
                        "a gradient by "
                                + Describe.of(whole)
                                + ", of which "
                                + Describe.of(value)
                                + " has none",
                        "give what has no gradient as an argument of its own");
            }
            parts.add(mark(value, at));
        }
        return parts;
    }

    private static List<Value> marks(List<Marked> parts) {
        return parts.stream().map(p -> p.marks().orElseThrow()).toList();
    }

    private Value model(Value.Instance instance) {
        var instead = new LinkedHashMap<Integer, Integer>();
        var marks = new ArrayList<Value>();
        for (var parameter : Builtins.parameters(instance).values()) {
            if (parameter instanceof Value.Stored s) {
                var before = during(() -> session.read(s.variable()));
                var mark = mark(before);
                session.graph().hint(mark.position(), s.variable().path());
                parameters.put(s.variable().path(), mark.position());
                instead.put(before.position(), mark.position());
                marks.add(mark);
            }
        }
        repeat(instance, instead);
        return new Value.Items(marks);
    }

    /// What the model was made with, such as a transposed weight of another layer, depends on the
    /// marks too.
    private void repeat(Value.Instance instance, Map<Integer, Integer> instead) {
        var found = new ArrayList<Value.Tensor>();
        made(instance, found);
        var now = found.stream().map(t -> made.getOrDefault(t.position(), t.position())).toList();
        var again = Repetition.of(session.graph(), instead, now);
        for (int k = 0; k < now.size(); k++) {
            made.put(found.get(k).position(), again.get(k));
        }
    }

    private static void made(Value value, List<Value.Tensor> found) {
        switch (value) {
            case Value.Tensor t -> found.add(t);
            case Value.Instance i -> i.members().locals().values().forEach(v -> made(v, found));
            case Value.Typed t -> made(t.of(), found);
            case Value.Items i -> i.values().forEach(v -> made(v, found));
            case Value.Tuple t -> t.values().forEach(v -> made(v, found));
            default -> {}
        }
    }
}
