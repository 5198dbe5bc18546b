package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The steps of a `train` block in one of its graphs, one after the other. What one of them writes
/// the next one reads, as a constant: no gradient goes from a step into an earlier one.
final class Players {
    private final TrainBlock block;
    private final Evaluator evaluator;
    private final Session session;
    private final List<TrainPlayer> players;
    private final Accumulation accumulation;

    Players(TrainBlock block) {
        this.block = block;
        this.evaluator = block.evaluator();
        this.session = evaluator.session();
        this.players = block.items().players();
        this.accumulation = Accumulation.of(block);
    }

    private boolean hasSteps() {
        return block.items().hasSteps();
    }

    /// Evaluates what the block says. Steps evaluate it for themselves, so nothing stays written
    /// then.
    void forceAll() {
        if (hasSteps()) {
            session.discardingWrites(() -> {
                block.forceAll();
                return block;
            });
        } else {
            block.forceAll();
        }
    }

    /// All losses, and what follows each.
    void update() {
        var losses = new ArrayList<Value.Tensor>();
        var served = new ArrayList<List<Program.Variable>>();
        for (var player : players) {
            evaluator
                    .reporter()
                    .guard(
                            block.env(),
                            () -> {
                                var inside = block.again(player);
                                inside.forceAll(player);
                                var loss = inside.loss(player);
                                losses.add(loss);
                                served.add(
                                        new TrainStep(inside, player, accumulation).update(loss));
                                if (player.isStep()) {
                                    session.settle();
                                }
                            });
        }
        output(losses);
        if (served.size() == players.size()) {
            requireServed(served);
        }
    }

    /// The averages, once all steps are done.
    void average() {
        new Averages(block, accumulation).update();
    }

    /// All losses, of parameters that stay as they are.
    void evaluate() {
        var losses = new ArrayList<Value.Tensor>();
        for (var player : players) {
            losses.add(block.again(player).loss(player));
        }
        output(losses);
    }

    /// First values of all slots and averages.
    void initialise() {
        players.forEach(p -> new TrainStep(block.inside(p), p, accumulation).initialise());
        new Averages(block, accumulation).initialise();
    }

    /// The sum of the losses first, then each where there are steps.
    private void output(List<Value.Tensor> losses) {
        if (losses.size() < players.size()) {
            return;
        }
        block.output("loss", sum(losses));
        for (int k = 0; k < players.size() && hasSteps(); k++) {
            block.output(players.get(k).lossName(), losses.get(k));
        }
    }

    private Value.Tensor sum(List<Value.Tensor> losses) {
        var at = players.getFirst().loss().span();
        session.graph().at(at);
        var first = losses.getFirst();
        Optional<Value.Tensor> total = Optional.empty();
        for (var loss : losses) {
            var same = evaluator.operators().cast(first.type().element(), loss, at);
            total =
                    Optional.of(
                            total.map(t -> evaluator.primitives().call("add", at, t, same))
                                    .orElse(loss));
        }
        return total.orElse(first);
    }

    private void requireServed(List<List<Program.Variable>> served) {
        var left =
                session.variables().all(Input.Role.PARAMETER).stream()
                        .filter(p -> served.stream().noneMatch(s -> s.contains(p)))
                        .map(Program.Variable::path)
                        .toList();
        if (!left.isEmpty()) {
            Span at = block.decl().name().span();
            throw Refusal.of(
                    "step/unserved",
                    at,
                    "no step differentiates " + Wording.list(left),
                    "name the model in a step: step d, e { … }; there `frozen` leaves parameters as"
                            + " they are");
        }
    }
}
