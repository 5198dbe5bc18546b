package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.Optional;

/// Optimizers, schedules and initialisers with their arguments.
final class Classes {
    private final Evaluator evaluator;

    Classes(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value.Optimizer optimizer(Value.OptimizerClass of, List<Given> given, Span at, Env env) {
        var decl = of.decl();
        return new Value.Optimizer(
                of, bind(decl.name(), decl.parameters(), of.scope(), given, at, env));
    }

    Value.Schedule schedule(Value.ScheduleClass of, List<Given> given, Span at, Env env) {
        var decl = of.decl();
        var scope = bind(decl.name(), decl.parameters(), of.scope(), given, at, env);
        return new Value.Schedule(decl.name().text(), decl.step(), decl.body(), scope);
    }

    Value.Initialiser initialiser(Value.InitClass of, List<Given> given, Span at, Env env) {
        var decl = of.decl();
        return new Value.Initialiser(
                of, bind(decl.name(), decl.parameters(), of.scope(), given, at, env));
    }

    private Scope bind(
            Ident declared,
            List<Parameter> parameters,
            Scope outer,
            List<Given> given,
            Span at,
            Env env) {
        var name = declared.text();
        Recursion.refuse(evaluator.session(), name, declared.span(), at, env);
        var functions = evaluator.calls().functions();
        var quiet = env.building(Optional.empty());
        var values = functions.evaluate(parameters, given, "`" + name + "`", at, quiet);
        var inside = quiet.with(outer.inner()).calling(name, at, false);
        functions.bind(parameters, values, name, inside);
        return inside.scope();
    }

    /// The value of a schedule at a step.
    Value at(Value.Schedule schedule, List<Given> given, Span at, Env env) {
        var name = schedule.step().text();
        var wanted = List.of(new Arguments.Wanted(name, false, false));
        var matched = Arguments.match(wanted, given, "`" + schedule.name() + "`", at);
        var step = evaluator.now(matched.getOrDefault(name, List.of()).getFirst().value(env));
        return at(schedule, step, at, env);
    }

    private Value at(Value.Schedule schedule, Value step, Span at, Env env) {
        Recursion.refuse(evaluator.session(), schedule.name(), schedule.step().span(), at, env);
        var inside = env.with(schedule.scope().inner()).calling(schedule.name(), at, false);
        inside.scope().define(schedule.step().text(), step);
        return evaluator.need(schedule.body(), inside);
    }

    /// The value of an initialiser for a shape: `type` binds the names that the body uses.
    Value.Tensor draw(Value.Initialiser initialiser, TensorType type, Span at, Env env) {
        var decl = initialiser.of().decl();
        var name = decl.name().text();
        Recursion.refuse(evaluator.session(), name, decl.name().span(), at, env);
        var inside =
                env.with(initialiser.scope().inner())
                        .building(Optional.empty())
                        .calling(name, at, false);
        var unifier = new Unifier(evaluator, inside);
        unifier.bind(decl.result(), type, at);
        unifier.check(decl.result(), type, at, "what `" + decl.name() + "` initialises");
        var value = evaluator.need(decl.body(), inside);
        var what = "the value of `" + decl.name() + "`";
        var accepted = unifier.accept(decl.result(), value, decl.body().span(), what);
        return evaluator.tensors().tensor(accepted, type.element(), at, what);
    }
}
