package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Elaborates the body of a loop once, and appends the loop. What the body writes to variables is
/// carried from turn to turn too; which variables those are is known after it has been elaborated,
/// so it may be elaborated again.
final class Turns {
    private final Session session;

    Turns(Evaluator evaluator) {
        this.session = evaluator.session();
    }

    /// A loop to be.
    ///
    /// @param length how many turns, unless that depends on data
    /// @param remat whether the gradient computes the turns again
    /// @param every how many turns make a segment that it computes again, if it is cut into such
    /// @param over what it goes along
    /// @param starts what is carried first
    record Loop(
            Optional<Size> length,
            boolean remat,
            Optional<Size> every,
            List<Value.Tensor> over,
            List<Value.Tensor> starts) {}

    /// This turn's slices, and what is carried.
    record Given(List<Value.Tensor> slices, List<Value.Tensor> carried) {}

    /// What is carried on, and this turn's slices of what is stacked.
    record Gave(List<Value.Tensor> next, List<Value.Tensor> stacked) {}

    /// What is carried last, and what is stacked.
    record Results(List<Value.Tensor> last, List<Value.Tensor> stacked) {}

    Results run(Loop loop, Function<Given, Gave> body) {
        return run(loop, body, List.of());
    }

    private Results run(Loop loop, Function<Given, Gave> body, List<Program.Variable> variables) {
        var held = variables.stream().map(session::read).toList();
        var region = session.begin(loop.length(), !loop.remat());
        var builder = new ScanBuilder(session, region, loop.remat());
        boolean elaborated = false;
        List<Program.Variable> written;
        try {
            var gave = body.apply(given(loop, region, held, variables));
            written = session.writtenIn(region);
            next(loop, region, gave, variables).forEach(builder::next);
            gave.stacked().forEach(builder::stack);
            elaborated = variables.containsAll(written);
        } finally {
            if (!elaborated) {
                session.undo(region);
            }
        }
        if (!elaborated) {
            return run(loop, body, written);
        }
        var cut = session.end(region);
        var starts = new ArrayList<>(loop.starts());
        starts.addAll(held);
        if (loop.length().isEmpty()) {
            starts.add(Region.NUMBER, session.zero());
        }
        var operands = new ArrayList<>(loop.over());
        operands.addAll(starts);
        var pending = builder.finish(operands, cut);
        var all = new Segments(session, pending).append(loop.every());
        if (loop.length().isEmpty()) {
            all.remove(Region.NUMBER);
        }
        int carried = loop.starts().size();
        for (int k = 0; k < variables.size(); k++) {
            session.write(variables.get(k), all.get(carried + k));
        }
        return new Results(
                List.copyOf(all.subList(0, carried)),
                List.copyOf(all.subList(carried + variables.size(), all.size())));
    }

    private Given given(
            Loop loop, Region region, List<Value.Tensor> held, List<Program.Variable> variables) {
        var slices = new ArrayList<Value.Tensor>();
        for (var tensor : loop.over()) {
            slices.add(session.tensor(region.element(Scan.slice(tensor.type()))));
        }
        var carried = new ArrayList<Value.Tensor>();
        for (var start : loop.starts()) {
            carried.add(session.tensor(region.carry(start.type())));
        }
        for (int k = 0; k < variables.size(); k++) {
            session.hold(variables.get(k), region.carry(held.get(k).type()));
        }
        return new Given(slices, carried);
    }

    private List<Value.Tensor> next(
            Loop loop, Region region, Gave gave, List<Program.Variable> variables) {
        var next = new ArrayList<>(gave.next());
        variables.forEach(v -> next.add(session.read(v)));
        if (loop.length().isEmpty()) {
            next.add(Region.NUMBER, session.tensor(region.nextNumber()));
        }
        return next;
    }
}
