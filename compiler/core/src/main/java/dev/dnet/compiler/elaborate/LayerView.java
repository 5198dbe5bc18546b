package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Ident;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A layer as its optimizer sees it: what it was made with, its parameters, and of its call in this
/// step what it got under the names of its parameters and what it gave as `result`. `grad` has the
/// derivatives of the loss by all of these.
///
/// @param step empty where only first values are given
record LayerView(
        Session session, Value.Instance layer, List<Program.Variable> served, Optional<Step> step) {
    private static final String RESULT = "result";
    private static final String GRADIENT = "grad";

    /// @param parameters what the layer's parameters held when the loss was computed, by path
    record Step(Value.Tensor loss, Layers.Call call, Map<String, Value.Tensor> parameters) {}

    Value field(Ident name, boolean gradient) {
        if (!gradient && name.text().equals(GRADIENT)) {
            return new Value.Layer(this, true);
        }
        var value = called(name).or(() -> member(name)).orElseThrow(() -> unknown(name));
        return gradient ? derivative(value, name) : value;
    }

    private Optional<Value> called(Ident name) {
        if (step.isEmpty()) {
            return Optional.empty();
        }
        var call = step.get().call();
        return name.text().equals(RESULT)
                ? Optional.of(call.result())
                : Optional.ofNullable(call.arguments().get(name.text()));
    }

    private Optional<Value> member(Ident name) {
        var member = layer.members().local(name.text());
        return member.map(v ->
                v instanceof Value.Stored(Program.Variable p, boolean w)
                        ? new Value.Stored(p, served.contains(p))
                        : v);
    }

    private Value derivative(Value by, Ident name) {
        var at = name.span();
        if (step.isPresent()
                && value(by, step.get()) instanceof Value.Tensor x
                && x.type().isFloat()) {
            session.graph().at(at);
            int loss = step.get().loss().position();
            return session.tensor(session.graph().add(new Grad(), loss, x.position()));
        }
        throw Refusal.of(
                "optimizer/no-gradient",
                at,
                "there is no gradient by `" + name + "`, which is " + Describe.of(by),
                "gradients are those by one float tensor: a parameter, an argument, the result");
    }

    private static Value value(Value of, Step step) {
        return of instanceof Value.Stored s && step.parameters().containsKey(s.variable().path())
                ? step.parameters().get(s.variable().path())
                : of;
    }

    private Refusal unknown(Ident name) {
        var known = new LinkedHashSet<String>();
        step.ifPresent(s -> known.addAll(s.call().arguments().keySet()));
        step.ifPresent(s -> known.add(RESULT));
        known.addAll(layer.members().locals().keySet());
        return Refusal.of(
                "name/unknown-member",
                name.span(),
                "the layer `"
                        + layer.path()
                        + "`, a "
                        + layer.of().decl().name()
                        + ", has no `"
                        + name
                        + "`",
                Nearest.help(
                        name.text(),
                        known,
                        step.isPresent()
                                ? "it has " + Wording.list(List.copyOf(known))
                                : "a layer's arguments, its result and gradients are known in the rule"));
    }

    /// Of a layer's parameters those that the rule has not written.
    List<Program.Variable> unwritten(Map<String, Integer> before) {
        var changed = session.changedSince(before);
        return served.stream().filter(p -> !changed.contains(p)).toList();
    }

    Span place() {
        return layer.of().decl().name().span();
    }
}
