package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.TrainItem;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What follows the loss in a step: a gradient for each parameter, the optimizers, the averages;
/// and the first values of what they store.
final class TrainStep {
    private final TrainBlock block;
    private final Evaluator evaluator;
    private final Session session;

    TrainStep(TrainBlock block) {
        this.block = block;
        this.evaluator = block.evaluator();
        this.session = evaluator.session();
    }

    void finish(Value.Tensor loss) {
        block.output("loss", loss);
        session.graph().at(block.items().only(TrainItem.Loss.class).span());
        var rules = new UpdateRules(block).served();
        var gradients = new LinkedHashMap<String, Value.Tensor>();
        for (var rule : rules) {
            for (var parameter : rule.parameters()) {
                gradients.put(parameter.path(), gradient(loss, parameter));
            }
        }
        for (var rule : rules) {
            update(rule, gradients);
        }
        block.items()
                .all(TrainItem.Average.class)
                .forEach(a -> evaluator.reporter().guard(block.env(), () -> average(a)));
        session.outputWrites();
    }

    private Value.Tensor gradient(Value.Tensor loss, Program.Variable parameter) {
        int value = session.graph().add(new Grad(), loss.position(), session.input(parameter));
        session.graph().hint(value, "d_" + parameter.path());
        return session.tensor(value);
    }

    private void update(UpdateRules.Served rule, Map<String, Value.Tensor> gradients) {
        var at = rule.rule().optimizer().span();
        session.graph().at(at);
        Optional<Value.Tensor> norm =
                Optimizers.wantsNorm(rule.optimizer())
                        ? Optional.of(norm(rule.parameters(), gradients, at))
                        : Optional.empty();
        for (var parameter : rule.parameters()) {
            var gradient = java.util.Objects.requireNonNull(gradients.get(parameter.path()));
            evaluator
                    .reporter()
                    .guard(
                            block.env(),
                            () ->
                                    session.write(
                                            parameter,
                                            updated(rule, parameter, gradient, norm, at)));
        }
    }

    private Value.Tensor updated(
            UpdateRules.Served rule,
            Program.Variable parameter,
            Value.Tensor gradient,
            Optional<Value.Tensor> norm,
            Span at) {
        var element = parameter.type().element();
        var given = new ArrayList<Given>();
        given.add(Given.of(at, session.tensor(session.input(parameter))));
        given.add(Given.of(at, gradient));
        given.add(Given.of(at, step(element, at)));
        norm.ifPresent(n -> given.add(Given.of(at, evaluator.operators().cast(element, n, at))));
        return evaluator
                .calls()
                .optimizers()
                .apply(rule.optimizer(), parameter, given, block.running());
    }

    private Value step(ElementType element, Span at) {
        return evaluator.operators().cast(element, session.tensor(session.step()), at);
    }

    /// The 2-norm of all gradients of a rule.
    private Value.Tensor norm(
            List<Program.Variable> parameters, Map<String, Value.Tensor> gradients, Span at) {
        var primitives = evaluator.primitives();
        Optional<Value.Tensor> total = Optional.empty();
        for (var parameter : parameters) {
            var g = java.util.Objects.requireNonNull(gradients.get(parameter.path()));
            var squares = primitives.call("sum", at, primitives.call("mul", at, g, g));
            var same = scalar(squares, at);
            total = Optional.of(total.map(t -> primitives.call("add", at, t, same)).orElse(same));
        }
        var sum =
                total.orElseGet(() ->
                        evaluator.tensors().tensor(new Value.Num(0), ElementType.F32, at, "norm"));
        return primitives.call("sqrt", at, sum);
    }

    private Value.Tensor scalar(Value.Tensor value, Span at) {
        return value.type().element() == ElementType.F32
                ? value
                : evaluator
                        .primitives()
                        .call("cast", at, value, new Value.Element(ElementType.F32));
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
                                    List.of(Given.of(expr.span(), step(element, expr.span()))),
                                    expr.span(),
                                    block.running());
            case Value other ->
                    throw Refusal.of(
                            "average/decay",
                            expr.span(),
                            "a decay is a number or a schedule, not " + Describe.of(other));
        };
    }

    /// First values of slots and averages.
    void initialise() {
        for (var rule : new UpdateRules(block).served()) {
            for (var parameter : rule.parameters()) {
                evaluator
                        .calls()
                        .optimizers()
                        .initialise(rule.optimizer(), parameter, block.running());
            }
        }
        for (var average : block.items().all(TrainItem.Average.class)) {
            averaged(average)
                    .forEach((parameter, slot) -> session.write(slot, session.read(parameter)));
        }
    }
}
