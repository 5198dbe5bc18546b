package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Argument;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Member;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Calls, and pipes, which are calls whose first argument stands before them.
final class Calls {
    private final Evaluator evaluator;
    private final Functions functions;
    private final Classes classes;
    private final Builtins builtins;
    private final Optimizers optimizers;
    private final LayerOptimizers layerOptimizers;
    private final Derivatives derivatives;

    Calls(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.functions = new Functions(evaluator);
        this.classes = new Classes(evaluator);
        this.builtins = new Builtins(evaluator);
        this.optimizers = new Optimizers(evaluator);
        this.layerOptimizers = new LayerOptimizers(evaluator);
        this.derivatives = new Derivatives(evaluator);
    }

    Functions functions() {
        return functions;
    }

    Classes classes() {
        return classes;
    }

    Optimizers optimizers() {
        return optimizers;
    }

    LayerOptimizers layerOptimizers() {
        return layerOptimizers;
    }

    Value call(Expr.Call call, Env env) {
        return call(
                evaluator.need(call.callee(), env),
                evaluator.given(call.arguments(), env),
                call.span(),
                env);
    }

    /// `x |> f(a)` is `f(x, a)`, and `x |> f` is `f(x)`.
    Value pipe(Expr.Binary pipe, Env env) {
        var piped = evaluator.need(pipe.left(), env);
        var given = new ArrayList<Given>();
        given.add(Given.of(pipe.left().span(), piped));
        if (pipe.right() instanceof Expr.Call(Span span, Expr callee, List<Argument> arguments)) {
            given.addAll(evaluator.given(arguments, env));
            return call(evaluator.need(callee, env), given, span, env);
        }
        return call(evaluator.need(pipe.right(), env), given, pipe.right().span(), env);
    }

    Value call(Value callee, List<Given> given, Span at, Env env) {
        return evaluator.indexNotation().isInside(env)
                ? evaluator.indexNotation().call(callee, given, at, env)
                : plain(callee, given, at, env);
    }

    /// A call none of whose arguments is an element under indices.
    Value plain(Value callee, List<Given> given, Span at, Env env) {
        return switch (callee) {
            case Value.Closure c -> functions.call(c, given, at, env);
            case Value.PrimitiveFn p -> evaluator.primitives().call(p.primitive(), given, at, env);
            case Value.BuiltinFn b -> builtins.call(b.builtin(), given, at, env);
            case Value.Derivative d -> derivatives.call(d, given, at, env);
            case Value.Typed t -> new FunctionTypes(evaluator).call(t, given, at, env);
            case Value.Mapping m -> new Mappings(evaluator).call(m, given, at, env);
            case Value.ModelClass m -> evaluator.models().make(m, given, at, env);
            case Value.Instance i when i.isAverage() -> infer(i, given, at, env);
            case Value.Instance i -> functions.call(apply(i, at), given, at, env);
            case Value.Infer i -> infer(i.instance(), given, at, env);
            case Value.Element e -> cast(e, given, at, env);
            case Value.OptimizerClass o -> classes.optimizer(o, given, at, env);
            case Value.Optimizer o -> optimizers.inner(o, given, at, env);
            case Value.ScheduleClass s -> classes.schedule(s, given, at, env);
            case Value.Schedule s -> classes.at(s, given, at, env);
            case Value.Constant c -> c.number();
            case Value.InitClass i -> classes.initialiser(i, given, at, env);
            case Value other ->
                    throw Refusal.of(
                            "call/not-callable", at, Describe.of(other) + " cannot be called");
        };
    }

    /// What calling a model does.
    Value.Closure apply(Value.Instance instance, Span at) {
        var model = instance.of();
        var applies = Member.only(model.decl().members(), Member.Apply.class);
        if (applies.isEmpty()) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "call/not-callable",
                                    at,
                                    "the model "
                                            + model.decl().name()
                                            + " has no `fn` without a name")
                            .label(model.decl().name().span(), "declared here"));
        }
        return new Value.Closure(
                model.decl().name().text(),
                applies.getFirst().function(),
                instance.members(),
                Optional.of(instance));
    }

    /// Inference: not training, and writes are forgotten.
    private Value infer(Value.Instance instance, List<Given> given, Span at, Env env) {
        var arguments =
                given.stream()
                        .map(g -> new Given(g.span(), g.name(), constant(g.value(env))))
                        .toList();
        return evaluator
                .session()
                .discardingWrites(() ->
                        functions.call(apply(instance, at), arguments, at, env.training(false)));
    }

    private static Given.Supply constant(Value value) {
        return path -> value;
    }

    private Value cast(Value.Element element, List<Given> given, Span at, Env env) {
        var wanted = List.of(new Arguments.Wanted("x", false, false));
        var name = "`" + element.type().dnetName() + "`";
        var argument = Arguments.match(wanted, given, name, at).get("x");
        var value = evaluator.now(Objects.requireNonNull(argument).getFirst().value(env));
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        return evaluator.operators().cast(element.type(), value, at);
    }
}
