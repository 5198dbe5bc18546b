package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Member;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Optimizers that serve whole layers: `optimizer KFAC(…) on l: Linear`. The rule `fn (t)` reads
/// the layer `l`, its call in this step and gradients, and writes its parameters: `l.w <- …`.
final class LayerOptimizers {
    private final Evaluator evaluator;
    private final Session session;

    LayerOptimizers(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.session = evaluator.session();
    }

    static boolean isOne(Value.Optimizer optimizer) {
        return optimizer.of().decl().on().isPresent();
    }

    /// Refuses one that serves layers where one for single parameters is asked for.
    static void requireSingle(Value.Optimizer optimizer, Span at) {
        if (isOne(optimizer)) {
            throw Refusal.of(
                    "optimizer/inner-layer",
                    at,
                    optimizer.of().decl().name()
                            + " serves whole layers, so no other optimizer can hold it",
                    "name it in the `update` itself");
        }
    }

    /// The layers to which the parameters of a rule belong, each with those of its parameters.
    Map<Value.Instance, List<Program.Variable>> layers(
            Value.Optimizer optimizer, List<Program.Variable> parameters, Span at, Env env) {
        var on = optimizer.of().decl().on().orElseThrow();
        var kind = kind(on, env.with(optimizer.scope()));
        var layers = new LinkedHashMap<Value.Instance, List<Program.Variable>>();
        for (var parameter : parameters) {
            var holding = session.layers().holding(parameter, kind);
            if (holding.size() != 1) {
                throw notOneLayer(optimizer, parameter, holding, at);
            }
            layers.computeIfAbsent(holding.getFirst(), i -> new ArrayList<>()).add(parameter);
        }
        return layers;
    }

    private Value.ModelClass kind(Decl.On on, Env env) {
        if (evaluator.names().type(on.model(), env) instanceof Value.ModelClass m) {
            return m;
        }
        throw Refusal.of(
                "optimizer/on",
                on.model().span(),
                "an optimizer serves the layers of a model, and `" + on.model() + "` is none",
                "for example: on l: Linear");
    }

    private static Refusal notOneLayer(
            Value.Optimizer optimizer,
            Program.Variable parameter,
            List<Value.Instance> holding,
            Span at) {
        var decl = optimizer.of().decl();
        var served = decl.on().orElseThrow().model();
        var message =
                holding.isEmpty()
                        ? decl.name()
                                + " serves "
                                + served
                                + " layers, and `"
                                + parameter.path()
                                + "` belongs to none"
                        : "`"
                                + parameter.path()
                                + "` belongs to two layers, `"
                                + holding.get(0).path()
                                + "` and `"
                                + holding.get(1).path()
                                + "`";
        return Refusal.of(
                Diagnostic.error("optimizer/layer", at, message)
                        .label(parameter.span(), "the parameter")
                        .help(
                                "serve it by a rule of its own: \""
                                        + parameter.path()
                                        + "\": Adam(lr: 1e-3)"));
    }

    /// A layer as it is seen in this step, before anything follows the loss.
    LayerView view(
            Value.Optimizer optimizer,
            Value.Instance layer,
            List<Program.Variable> served,
            Value.Tensor loss,
            Span at) {
        var calls = session.layers().calls(layer);
        if (calls.size() != 1 || calls.getFirst().inside()) {
            throw notCalledOnce(optimizer, layer, calls, at);
        }
        var parameters = new LinkedHashMap<String, Value.Tensor>();
        served.forEach(p -> parameters.put(p.path(), session.read(p)));
        var step = new LayerView.Step(loss, calls.getFirst(), Map.copyOf(parameters));
        return new LayerView(session, layer, List.copyOf(served), Optional.of(step));
    }

    private static Refusal notCalledOnce(
            Value.Optimizer optimizer, Value.Instance layer, List<Layers.Call> calls, Span at) {
        var how =
                calls.isEmpty()
                        ? "is not called"
                        : calls.size() > 1
                                ? "is called " + calls.size() + " times"
                                : "is called in a loop";
        return Refusal.of(
                Diagnostic.error(
                                "optimizer/calls",
                                at,
                                optimizer.of().decl().name()
                                        + " needs one call of `"
                                        + layer.path()
                                        + "` in a step, and it "
                                        + how)
                        .label(layer.of().decl().name().span(), "the layer")
                        .help("serve its parameters by an optimizer without `on`"));
    }

    /// Evaluates the rule for a layer, which writes all parameters that it serves.
    void update(Value.Optimizer optimizer, LayerView view, Given step, Env env) {
        var decl = optimizer.of().decl();
        var name = decl.name().text();
        var inside = inside(optimizer, view, step.span(), env);
        evaluator.calls().optimizers().members(decl, of(view), inside);
        var rule = rule(decl).function();
        var functions = evaluator.calls().functions();
        var values =
                functions.evaluate(
                        rule.parameters(), List.of(step), "`" + name + "`", step.span(), env);
        var before = session.held();
        functions.apply(rule, values, name, inside.inner());
        var unwritten = view.unwritten(before);
        if (!unwritten.isEmpty() && !evaluator.reporter().diagnostics().hasErrors()) {
            throw Refusal.of(
                    "optimizer/unwritten",
                    rule.span(),
                    "the rule of "
                            + name
                            + " leaves "
                            + Wording.list(unwritten.stream().map(Program.Variable::path).toList()),
                    "write all parameters of the layer that it serves: "
                            + decl.on().orElseThrow().layer()
                            + ".w <- …");
        }
    }

    /// First values of the slots of a layer.
    void initialise(
            Value.Optimizer optimizer,
            Value.Instance layer,
            List<Program.Variable> served,
            Span at,
            Env env) {
        var view = new LayerView(session, layer, List.copyOf(served), Optional.empty());
        var inside = inside(optimizer, view, at, env.building(Optional.empty()));
        evaluator.calls().optimizers().initialise(optimizer, of(view), inside);
    }

    private static Optimizers.Served of(LayerView view) {
        return new Optimizers.Served(view.layer().path(), Optional.empty());
    }

    private Env inside(Value.Optimizer optimizer, LayerView view, Span at, Env env) {
        var decl = optimizer.of().decl();
        var inside =
                env.with(optimizer.scope().inner())
                        .instance(view.layer().path())
                        .calling(decl.name().text(), at, false);
        Optimizers.enter(env, inside);
        var layer = decl.on().orElseThrow().layer();
        inside.scope().define(layer.text(), new Value.Layer(view, false));
        return inside;
    }

    private static Member.Apply rule(Decl.Optimizer decl) {
        var rules = Member.only(decl.members(), Member.Apply.class);
        if (rules.size() == 1 && rules.getFirst().function().parameters().size() == 1) {
            return rules.getFirst();
        }
        throw Refusal.of(
                "optimizer/rule",
                rules.isEmpty() ? decl.name().span() : rules.getLast().function().span(),
                "an optimizer that serves layers has one rule, which takes the step",
                "write one `fn (t)` that writes the parameters of the layer: "
                        + decl.on().orElseThrow().layer()
                        + ".w <- …");
    }
}
