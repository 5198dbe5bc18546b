package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// One side of an `if` that is decided when the program runs. It is elaborated once and cut off the
/// graph: what it computes goes into the body of a loop that is guarded by the condition; what it
/// only passes on stays where it was.
final class Side {
    private final Session session;
    private final ScanBuilder body;
    private final int start;
    private final Graph cut;
    private final Value value;
    private final SequencedMap<Program.Variable, Leaf> written = new LinkedHashMap<>();
    private final List<Value.Tensor> gives = new ArrayList<>();

    /// A part of what a side gives.
    ///
    /// @param own whether the side computes it; then it has no place in the graph yet
    record Leaf(Value value, boolean own) {}

    private Side(
            Session session,
            ScanBuilder body,
            int start,
            Graph cut,
            Value value,
            Map<Program.Variable, Value.Tensor> written) {
        this.session = session;
        this.body = body;
        this.start = start;
        this.cut = cut;
        this.value = value;
        written.forEach((variable, now) -> this.written.put(variable, leaf(now)));
    }

    static Side of(Session session, Supplier<Value> code) {
        var region = session.begin(Optional.of(Size.ONE), false);
        var written = new LinkedHashMap<Program.Variable, Value.Tensor>();
        Optional<Value> value = Optional.empty();
        try {
            var given = code.get();
            if (given instanceof Value.Poison) {
                throw Refusal.silent();
            }
            session.writtenIn(region).forEach(v -> written.put(v, session.read(v)));
            value = Optional.of(given);
        } finally {
            if (value.isEmpty()) {
                session.undo(region);
            }
        }
        var body = new ScanBuilder(session, region, false);
        var cut = session.end(region);
        body.hoist(cut);
        return new Side(session, body, region.before().values(), cut, value.orElseThrow(), written);
    }

    Value value() {
        return value;
    }

    /// What the variables hold that it writes.
    Map<Program.Variable, Leaf> written() {
        return written;
    }

    Leaf leaf(Value part) {
        if (!(part instanceof Value.Tensor t) || t.position() < start) {
            return new Leaf(part, false);
        }
        var outside = body.hoisted(t.position());
        return outside.isPresent()
                ? new Leaf(session.tensor(outside.get()), false)
                : new Leaf(part, true);
    }

    /// Has a value of its own leave it.
    void give(Value.Tensor own) {
        gives.add(own);
    }

    /// Appends the loop; what it gave, where it was taken, and what was to be there before,
    /// elsewhere. A side that only checks something gives its condition.
    List<Value.Tensor> append(Value.Tensor condition, List<Value.Tensor> before) {
        var starts = new ArrayList<>(before);
        boolean checks = !cut.outputs().isEmpty();
        if (gives.isEmpty() && checks) {
            gives.add(condition);
            starts.add(condition);
        }
        if (gives.isEmpty()) {
            return List.of();
        }
        gives.forEach(body::giveUnread);
        var pending = body.finish(starts, cut).guarded(condition.position());
        var results = new Segments(session, pending).append(Optional.empty());
        if (checks) {
            session.check(results.getFirst().position());
        }
        return results;
    }
}
