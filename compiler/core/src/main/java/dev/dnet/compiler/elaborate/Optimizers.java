package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.type.TensorType;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Applies optimizers to parameters. An optimizer may hold others and call them: `inner(p, g, t)`.
/// A slot's path is the optimizer's name, the slot's, and the parameter's path: `adam.m/net.c1.w`,
/// after the name of the step if it belongs to one: `d.adam.m/d.w`.
final class Optimizers {
    private static final String PARAMETER = "#parameter";
    private final Evaluator evaluator;
    private final LossScales scales;

    Optimizers(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.scales = new LossScales(evaluator);
    }

    /// The new value of a parameter. Arguments are value, gradient and step, and the norm for those
    /// that ask for it.
    Value.Tensor apply(
            Value.Optimizer optimizer, Program.Variable parameter, List<Given> given, Env env) {
        var marked = env.inner();
        marked.scope().define(PARAMETER, new Value.Stored(parameter, false));
        var at = optimizer.of().decl().name().span();
        return result(call(optimizer, parameter, given, at, marked), optimizer, parameter);
    }

    private static Value.Tensor result(
            Value value, Value.Optimizer optimizer, Program.Variable parameter) {
        if (value instanceof Value.Tensor t && t.type().equals(parameter.type())) {
            return t;
        }
        throw Refusal.of(
                Diagnostic.error(
                                "optimizer/result",
                                optimizer.of().decl().name().span(),
                                "the optimizer "
                                        + optimizer.of().decl().name()
                                        + " gives "
                                        + Describe.of(value)
                                        + " for the parameter `"
                                        + parameter.path()
                                        + "`, which is "
                                        + parameter.type())
                        .label(parameter.span(), "the parameter"));
    }

    /// A call of an optimizer inside another one, for the same parameter.
    Value inner(Value.Optimizer optimizer, List<Given> given, Span at, Env env) {
        if (env.scope().lookup(PARAMETER).orElse(new Value.Nothing())
                instanceof Value.Stored(Program.Variable p, boolean w)) {
            LayerOptimizers.requireSingle(optimizer, at);
            var own = LossScales.arguments(given, wantsNorm(optimizer));
            var condition = scales.condition(given, env);
            var before = evaluator.session().held();
            var value = call(optimizer, p, own, at, env);
            if (condition.isEmpty()) {
                return value;
            }
            scales.keep(before, condition.get(), at);
            return scales.moved(value, p, condition.get(), at);
        }
        throw Refusal.of(
                "optimizer/outside",
                at,
                "an optimizer is applied outside of an `update`",
                "name it: update = " + optimizer.of().decl().name() + "(…)");
    }

    private Value call(
            Value.Optimizer optimizer,
            Program.Variable parameter,
            List<Given> given,
            Span at,
            Env env) {
        var decl = optimizer.of().decl();
        var name = decl.name().text();
        var inside = inside(optimizer, parameter, at, env);
        var function = rule(decl);
        var functions = evaluator.calls().functions();
        var body = inside.inner();
        var values =
                functions.evaluate(
                        function.function().parameters(), given, "`" + name + "`", at, env);
        return functions.apply(function.function(), values, name, body);
    }

    private Env inside(Value.Optimizer optimizer, Program.Variable parameter, Span at, Env env) {
        var decl = optimizer.of().decl();
        var inside =
                env.with(optimizer.scope().inner())
                        .instance(parameter.path())
                        .calling(decl.name().text(), at, false);
        inside.scope().define(PARAMETER, new Value.Stored(parameter, false));
        enter(env, inside);
        members(decl, Served.of(parameter), inside);
        return inside;
    }

    /// The loss as the gradients of an optimizer's rule see it, by the slots of one parameter.
    Value.Tensor loss(
            Value.Tensor loss,
            Value.Optimizer optimizer,
            Program.Variable parameter,
            Span at,
            Env env) {
        LossScales.refuseInside(optimizer);
        return LossScales.isScaled(optimizer)
                ? scales.scaled(loss, optimizer, inside(optimizer, parameter, at, env))
                : loss;
    }

    /// What an optimizer's slots belong to: a parameter, whose type they have where they name none,
    /// or a layer.
    record Served(String path, Optional<TensorType> type) {
        static Served of(Program.Variable parameter) {
            return new Served(parameter.path(), Optional.of(parameter.type()));
        }
    }

    /// An optimizer's own scope is inside none of the step's.
    static void enter(Env env, Env inside) {
        env.scope()
                .lookup(TrainPlayer.SCOPE_NAME)
                .ifPresent(step -> inside.scope().define(TrainPlayer.SCOPE_NAME, step));
    }

    void members(Decl.Optimizer decl, Served served, Env inside) {
        Declarations.define(
                Member.only(decl.members(), Decl.class).stream()
                        .filter(d -> !(d instanceof Stmt.Let))
                        .toList(),
                inside,
                evaluator.reporter());
        for (var member : decl.members()) {
            switch (member) {
                case Member.Storage s ->
                        inside.scope()
                                .define(
                                        s.name().text(),
                                        new Value.Stored(slot(decl, s, served, inside), true));
                case Stmt.Let l -> evaluator.blocks().let(l, inside);
                case Stmt.Assert a -> evaluator.assertions().check(a, inside);
                case Member.Apply a -> {}
                case Decl d -> {}
            }
        }
    }

    private Program.Variable slot(
            Decl.Optimizer decl, Member.Storage storage, Served served, Env env) {
        if (storage.kind() != Member.StorageKind.SLOT) {
            throw Refusal.of(
                    "optimizer/storage",
                    storage.span(),
                    "an optimizer stores a `slot` for each parameter");
        }
        var type =
                storage.type()
                        .map(t -> evaluator.types().tensor(t, env))
                        .or(served::type)
                        .orElseThrow(() -> noType(storage));
        var step = TrainPlayer.of(env.scope()).map(name -> name + ".").orElse("");
        var slot = Paths.snake(decl.name().text()) + "." + storage.name();
        var path = step + slot + "/" + served.path();
        return evaluator.session().variables().declare(Input.Role.SLOT, path, type, storage.span());
    }

    private static Refusal noType(Member.Storage storage) {
        return Refusal.of(
                "optimizer/slot-type",
                storage.span(),
                "`" + storage.name() + "` has no type, and no parameter to take it from",
                "a slot of a layer says its own: slot " + storage.name() + ": f32[…] ~ zeros");
    }

    /// The rule's parameters are value, gradient and step, and perhaps `norm`.
    private static Member.Apply rule(Decl.Optimizer decl) {
        var rules = Member.only(decl.members(), Member.Apply.class);
        if (rules.size() != 1) {
            throw Refusal.of(
                    "optimizer/rule",
                    decl.name().span(),
                    "the optimizer "
                            + decl.name()
                            + " has "
                            + (rules.isEmpty() ? "no rule" : "more than one rule"),
                    "write one `fn (p, g, t)` that gives the new value");
        }
        var parameters = rules.getFirst().function().parameters();
        boolean fits = parameters.size() == 3 || wantsNorm(rules.getFirst());
        if (!fits) {
            throw Refusal.of(
                    "optimizer/rule",
                    rules.getFirst().function().span(),
                    "the rule of an optimizer takes a parameter, its gradient and the step: fn (p,"
                            + " g, t)",
                    "a fourth parameter `norm` gets the norm of all gradients of the `update`"
                            + " rule");
        }
        return rules.getFirst();
    }

    private static boolean wantsNorm(Member.Apply rule) {
        var parameters = rule.function().parameters();
        return parameters.size() == 4 && parameters.get(3).name().text().equals("norm");
    }

    static boolean wantsNorm(Value.Optimizer optimizer) {
        return wantsNorm(rule(optimizer.of().decl()));
    }

    /// Gives all slots of an optimizer, and of those that it holds, their first values.
    void initialise(Value.Optimizer optimizer, Program.Variable parameter, Env env) {
        initialise(optimizer, parameter, env, new HashSet<>());
    }

    private void initialise(
            Value.Optimizer optimizer, Program.Variable parameter, Env env, Set<String> taken) {
        var inside = env.with(optimizer.scope().inner()).building(Optional.empty());
        enter(env, inside);
        initialise(optimizer, Served.of(parameter), inside, taken);
        for (var held : optimizer.scope().locals().values()) {
            if (held instanceof Value.Optimizer o) {
                initialise(o, parameter, env, taken);
            }
        }
    }

    void initialise(Value.Optimizer optimizer, Served served, Env inside) {
        initialise(optimizer, served, inside, new HashSet<>());
    }

    private void initialise(
            Value.Optimizer optimizer, Served served, Env inside, Set<String> taken) {
        var decl = optimizer.of().decl();
        Member.only(decl.members(), Stmt.Let.class).forEach(l -> Declarations.defer(l, inside));
        for (var storage : Member.only(decl.members(), Member.Storage.class)) {
            var slot = slot(decl, storage, served, inside);
            if (!taken.add(slot.path())) {
                throw Refusal.of(
                        "optimizer/same-slot",
                        storage.span(),
                        "two optimizers of `"
                                + served.path()
                                + "` have the slot `"
                                + slot.path()
                                + "`");
            }
            evaluator.session().write(slot, first(storage, slot, inside));
        }
    }

    private Value.Tensor first(Member.Storage storage, Program.Variable slot, Env inside) {
        if (storage.init().isPresent()) {
            return evaluator
                    .initialisers()
                    .initial(storage.init().get(), slot.type(), slot.path(), inside);
        }
        throw Refusal.of(
                Diagnostic.error(
                                "param/no-initialiser",
                                storage.span(),
                                "nothing says what `" + storage.name() + "` holds at first")
                        .help("add an initialiser", storage.span().after(), " ~ zeros"));
    }
}
