package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What follows the loss in a step: a gradient for each parameter and the optimizers; and the first
/// values of what these store.
final class TrainStep {
    private final TrainBlock block;
    private final TrainPlayer player;
    private final UpdateRules rules;
    private final Accumulation accumulation;
    private final Evaluator evaluator;
    private final Session session;

    TrainStep(TrainBlock block, TrainPlayer player, Accumulation accumulation) {
        this.block = block;
        this.player = player;
        this.rules = new UpdateRules(block, player);
        this.accumulation = accumulation;
        this.evaluator = block.evaluator();
        this.session = evaluator.session();
    }

    /// Appends what follows the loss; gives the parameters that belong to the step.
    List<Program.Variable> update(Value.Tensor loss) {
        session.graph().at(player.loss().span());
        var served = rules.served();
        var single = served.stream().filter(r -> !r.servesLayers()).toList();
        var layers = served.stream().filter(UpdateRules.Served::servesLayers).toList();
        var gradients = new LinkedHashMap<String, Value.Tensor>();
        for (var rule : single) {
            var scaled = scaled(loss, rule);
            for (var parameter : rule.parameters()) {
                gradients.put(parameter.path(), gradient(scaled, parameter));
            }
        }
        var views = views(layers, loss);
        for (var rule : single) {
            rule.parameters()
                    .forEach(p ->
                            gradients.computeIfPresent(
                                    p.path(), (k, g) -> accumulation.mean(p, g, block.env())));
        }
        var before = session.held();
        for (var rule : single) {
            update(rule, gradients);
        }
        views.forEach(this::update);
        accumulation.keep(before);
        return rules.parameters();
    }

    private Value.Tensor scaled(Value.Tensor loss, UpdateRules.Served rule) {
        return rule.parameters().isEmpty()
                ? loss
                : evaluator
                        .calls()
                        .optimizers()
                        .loss(
                                loss,
                                rule.optimizer(),
                                rule.parameters().getFirst(),
                                rule.at(),
                                block.running());
    }

    /// The layers that some rules serve, as they are when the loss is known.
    private Map<LayerView, UpdateRules.Served> views(
            List<UpdateRules.Served> rules, Value.Tensor loss) {
        var views = new LinkedHashMap<LayerView, UpdateRules.Served>();
        for (var rule : rules) {
            accumulation.refuse(rule.optimizer());
            layers(rule)
                    .forEach((layer, served) ->
                            views.put(
                                    layerOptimizers()
                                            .view(rule.optimizer(), layer, served, loss, rule.at()),
                                    rule));
        }
        return views;
    }

    private Map<Value.Instance, List<Program.Variable>> layers(UpdateRules.Served rule) {
        return layerOptimizers()
                .layers(rule.optimizer(), rule.parameters(), rule.at(), block.running());
    }

    private LayerOptimizers layerOptimizers() {
        return evaluator.calls().layerOptimizers();
    }

    private void update(LayerView view, UpdateRules.Served rule) {
        session.graph().at(rule.at());
        var step = Given.of(rule.at(), accumulation.number(ElementType.F32, rule.at()));
        evaluator
                .reporter()
                .guard(
                        block.env(),
                        () ->
                                layerOptimizers()
                                        .update(rule.optimizer(), view, step, block.running()));
    }

    private Value.Tensor gradient(Value.Tensor loss, Program.Variable parameter) {
        int value =
                session.graph()
                        .add(new Grad(), loss.position(), session.read(parameter).position());
        session.graph().hint(value, "d_" + parameter.path());
        return session.tensor(value);
    }

    private void update(UpdateRules.Served rule, Map<String, Value.Tensor> gradients) {
        var at = rule.at();
        session.graph().at(at);
        Optional<Value.Tensor> norm =
                Optimizers.wantsNorm(rule.optimizer())
                        ? Optional.of(norm(rule.parameters(), gradients, at))
                        : Optional.empty();
        for (var parameter : rule.parameters()) {
            var gradient = Objects.requireNonNull(gradients.get(parameter.path()));
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
        given.add(Given.of(at, session.read(parameter)));
        given.add(Given.of(at, gradient));
        given.add(Given.of(at, accumulation.number(element, at)));
        norm.ifPresent(n -> given.add(Given.of(at, evaluator.operators().cast(element, n, at))));
        return evaluator
                .calls()
                .optimizers()
                .apply(rule.optimizer(), parameter, given, block.running());
    }

    /// The 2-norm of all gradients of a rule.
    private Value.Tensor norm(
            List<Program.Variable> parameters, Map<String, Value.Tensor> gradients, Span at) {
        var primitives = evaluator.primitives();
        Optional<Value.Tensor> total = Optional.empty();
        for (var parameter : parameters) {
            var own = Objects.requireNonNull(gradients.get(parameter.path()));
            var g = single(own, at);
            var squares = primitives.call("sum", at, primitives.call("mul", at, g, g));
            total =
                    Optional.of(
                            total.map(t -> primitives.call("add", at, t, squares)).orElse(squares));
        }
        var sum =
                total.orElseGet(() ->
                        evaluator.tensors().tensor(new Value.Num(0), ElementType.F32, at, "norm"));
        return primitives.call("sqrt", at, sum);
    }

    private Value.Tensor single(Value.Tensor value, Span at) {
        return value.type().element() == ElementType.F32
                ? value
                : evaluator
                        .primitives()
                        .call("cast", at, value, new Value.Element(ElementType.F32));
    }

    /// First values of slots.
    void initialise() {
        for (var rule : rules.served()) {
            if (rule.servesLayers()) {
                layers(rule)
                        .forEach((layer, served) ->
                                layerOptimizers()
                                        .initialise(
                                                rule.optimizer(),
                                                layer,
                                                served,
                                                rule.at(),
                                                block.running()));
                continue;
            }
            for (var parameter : rule.parameters()) {
                accumulation.initialise(parameter, block.env());
                evaluator
                        .calls()
                        .optimizers()
                        .initialise(rule.optimizer(), parameter, block.running());
            }
        }
    }
}
