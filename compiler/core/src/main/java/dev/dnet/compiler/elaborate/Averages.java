package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.TrainItem;
import dev.dnet.runtime.ElementType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The moving averages of a `train` block, which follow all of its steps.
final class Averages {
    private final TrainBlock block;
    private final Evaluator evaluator;
    private final Session session;
    private final Accumulation accumulation;

    Averages(TrainBlock block, Accumulation accumulation) {
        this.block = block;
        this.evaluator = block.evaluator();
        this.session = evaluator.session();
        this.accumulation = accumulation;
    }

    void update() {
        var before = session.held();
        block.items()
                .all(TrainItem.Average.class)
                .forEach(a -> evaluator.reporter().guard(block.env(), () -> average(a)));
        accumulation.keep(before);
    }

    /// They begin as the parameters do.
    void initialise() {
        for (var average : block.items().all(TrainItem.Average.class)) {
            averaged(average)
                    .forEach((parameter, slot) -> session.write(slot, session.read(parameter)));
        }
    }

    private Map<Program.Variable, Program.Variable> averaged(TrainItem.Average average) {
        var model = evaluator.eval(average.of(), block.running());
        if (model instanceof Value.Poison) {
            throw Refusal.silent();
        }
        if (!Models.isMade(model)) {
            throw Refusal.of(
                    "average/not-a-model",
                    average.of().span(),
                    "an average is of a model, not of " + Describe.of(model));
        }
        var found = new LinkedHashMap<String, Value>();
        Builtins.collect(model, found);
        var pairs = new LinkedHashMap<Program.Variable, Program.Variable>();
        for (var value : found.values()) {
            if (value instanceof Value.Stored(Program.Variable p, boolean w)) {
                var path = average.name() + "/" + p.path();
                pairs.put(
                        p, session.variables().declare(Input.Role.SLOT, path, p.type(), p.span()));
            }
        }
        return pairs;
    }

    /// `average = decay * average + (1 - decay) * parameter`, with the parameters of after the
    /// update.
    private void average(TrainItem.Average average) {
        var at = average.span();
        session.graph().at(at);
        var pairs = averaged(average);
        for (var pair : pairs.entrySet()) {
            var element = pair.getKey().type().element();
            var decay =
                    evaluator.tensors().tensor(decay(average, element), element, at, "the decay");
            var primitives = evaluator.primitives();
            var rest = primitives.call("sub", at, new Value.Num(1), decay);
            var old = primitives.call("mul", at, session.read(pair.getValue()), decay);
            var added = primitives.call("mul", at, session.read(pair.getKey()), rest);
            session.write(pair.getValue(), primitives.call("add", at, old, added));
        }
    }

    private Value decay(TrainItem.Average average, ElementType element) {
        Expr expr = average.decay();
        var value = evaluator.need(expr, block.running());
        return switch (value) {
            case Value.Num n -> n;
            case Value.Int i -> i;
            case Value.Tensor t when t.type().rank() == 0 -> t;
            case Value.Schedule s ->
                    evaluator
                            .calls()
                            .call(
                                    s,
                                    List.of(
                                            Given.of(
                                                    expr.span(),
                                                    accumulation.number(element, expr.span()))),
                                    expr.span(),
                                    block.running());
            case Value other ->
                    throw Refusal.of(
                            "average/decay",
                            expr.span(),
                            "a decay is a number or a schedule, not " + Describe.of(other));
        };
    }
}
