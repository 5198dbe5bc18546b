package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an optimizer needs in order to scale a loss: its `fn loss_scale()`, by which the loss is
/// multiplied before its rule's gradients are taken, and calls of another optimizer that count only
/// where a condition holds.
final class LossScales {
    static final String ONLY = "only";
    private static final String FUNCTION = "loss_scale";

    private final Evaluator evaluator;

    LossScales(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    static boolean isScaled(Value.Optimizer optimizer) {
        return function(optimizer).isPresent();
    }

    private static Optional<Decl.Fn> function(Value.Optimizer optimizer) {
        return Member.only(optimizer.of().decl().members(), Decl.Fn.class).stream()
                .filter(f -> f.name().text().equals(FUNCTION))
                .findFirst();
    }

    /// The loss as the gradients of a rule see it; `inside` is where the optimizer's members are.
    Value.Tensor scaled(Value.Tensor loss, Value.Optimizer optimizer, Env inside) {
        var at = function(optimizer).orElseThrow().span();
        var given =
                evaluator
                        .calls()
                        .call(inside.scope().lookup(FUNCTION).orElseThrow(), List.of(), at, inside);
        var scale = evaluator.tensors().tensor(given, ElementType.F32, at, "`loss_scale`");
        if (!scale.type().equals(TensorType.scalar(ElementType.F32))) {
            throw Refusal.of(
                    "optimizer/loss-scale",
                    at,
                    "`loss_scale` gives " + scale.type() + ", and a loss is multiplied by one f32",
                    "declare the slot that it gives as `slot scale: f32 ~ constant(…)`");
        }
        var element = new Value.Element(loss.type().element());
        var factor = evaluator.primitives().call("cast", at, scale, element);
        return evaluator.primitives().call("mul", at, loss, factor);
    }

    /// An optimizer that scales the loss does so for its rule as a whole, so no other one holds it.
    static void refuseInside(Value.Optimizer optimizer) {
        for (var held : optimizer.scope().locals().values()) {
            if (held instanceof Value.Optimizer o) {
                if (isScaled(o)) {
                    var inner = o.of().decl().name();
                    throw Refusal.of(
                            Diagnostic.error(
                                            "optimizer/loss-scale",
                                            optimizer.of().decl().name().span(),
                                            "`"
                                                    + optimizer.of().decl().name()
                                                    + "` holds `"
                                                    + inner
                                                    + "`, which scales the loss")
                                    .label(inner.span(), "declared here")
                                    .help("put it outside: " + inner + "(inner: …)"));
                }
                refuseInside(o);
            }
        }
    }

    /// The arguments of a call of an optimizer by another one, without what is not for its rule.
    static List<Given> arguments(List<Given> given, boolean wantsNorm) {
        var own = given.stream().filter(g -> !isOnly(g)).toList();
        return own.size() == 4 && !wantsNorm ? own.subList(0, 3) : own;
    }

    private static boolean isOnly(Given given) {
        return given.name().filter(n -> n.text().equals(ONLY)).isPresent();
    }

    /// The condition under which such a call counts.
    Optional<Value.Tensor> condition(List<Given> given, Env env) {
        return given.stream().filter(LossScales::isOnly).findFirst().map(g -> truth(g, env));
    }

    private Value.Tensor truth(Given given, Env env) {
        var value = evaluator.now(given.value(env));
        var tensor = evaluator.tensors().tensor(value, ElementType.BOOL, given.span(), "`only`");
        if (!tensor.type().equals(TensorType.scalar(ElementType.BOOL))) {
            throw Refusal.of(
                    "optimizer/only",
                    given.span(),
                    "`only` is one truth value, not " + tensor.type(),
                    "compare one number, such as `norm < inf`");
        }
        return tensor;
    }

    /// Takes back what was written since then, except where the condition holds.
    void keep(Map<String, Integer> before, Value.Tensor condition, Span at) {
        var session = evaluator.session();
        for (var variable : session.changedSince(before)) {
            var known = before.get(variable.path());
            var old = session.tensor(known == null ? session.input(variable) : known);
            session.write(variable, chosen(condition, session.read(variable), old, at));
        }
    }

    Value.Tensor chosen(Value.Tensor condition, Value then, Value otherwise, Span at) {
        return evaluator.primitives().call("where", at, condition, then, otherwise);
    }

    /// The parameter after a call that counts only where the condition holds.
    Value moved(Value value, Program.Variable parameter, Value.Tensor condition, Span at) {
        return chosen(condition, value, evaluator.session().read(parameter), at);
    }
}
