package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.ir.Stop;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Pattern;
import dev.dnet.compiler.syntax.ast.Stmt;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// Statements in order, and choices that are made when compiling.
final class Blocks {
    private final Evaluator evaluator;

    Blocks(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value block(Expr.Block block, Env env) {
        for (var statement : block.statements()) {
            evaluator.reporter().guard(env, () -> run(statement, env));
        }
        return block.value().map(v -> evaluator.evalNow(v, env)).orElse(new Value.Nothing());
    }

    private static Refusal outside(String word, Span at) {
        return Refusal.of(
                "scan/outside",
                at,
                "`" + word + "` stands outside of a `scan`",
                "it is a statement of the block of `scan` itself, or of an `if` there");
    }

    void run(Stmt statement, Env env) {
        switch (statement) {
            case Stmt.Let l -> let(l, env);
            case Stmt.Write w -> write(w, env);
            case Stmt.Eval e -> evaluator.eval(e.value(), env);
            case Stmt.Assert a -> evaluator.assertions().check(a, env);
            case Stmt.Next n -> throw outside("next", n.span());
            case Stmt.Yield y -> throw outside("yield", y.span());
        }
    }

    /// Binds the names of a `let` to values as they are now; where its `when` does not hold, they
    /// are absent.
    void let(Stmt.Let let, Env env) {
        let(let, env, evaluator::now);
    }

    /// The same in a model that is being made, where a variable stays one, so that it can be
    /// shared.
    void member(Stmt.Let let, Env env) {
        let(let, env, value -> value);
    }

    /// Until the names have a value they mean what they meant before, so that `let x = relu(x)` is
    /// told of the outer one; where they get none they are poisoned.
    private void let(Stmt.Let let, Env env, UnaryOperator<Value> reading) {
        try {
            bind(let, env, reading);
        } catch (Refusal refusal) {
            Patterns.poison(let.pattern(), env.scope());
            throw refusal;
        }
    }

    private void bind(Stmt.Let let, Env env, UnaryOperator<Value> reading) {
        if (let.when().isPresent() && !holds(let.when().get(), env)) {
            var why = "its `when` does not hold: " + let.when().get().span().text();
            Patterns.names(let.pattern())
                    .forEach(n -> env.scope().define(n.text(), new Value.Absent(why)));
            return;
        }
        var value = reading.apply(evaluator.lists().letValue(let.pattern(), let.value(), env));
        if (value instanceof Value.Nothing) {
            throw Refusal.of(
                    "type/no-value", let.value().span(), "this has no value: it only writes");
        }
        var typed =
                let.type()
                        .filter(t -> !(value instanceof Value.Poison))
                        .map(t -> evaluator.types().declared(t, value, let.value().span(), env))
                        .orElse(value);
        Patterns.bind(let.pattern(), typed, env.scope());
        if (let.pattern() instanceof Pattern.Bind b && typed instanceof Value.Tensor t) {
            evaluator.session().graph().hint(t.position(), b.name().text());
        }
    }

    /// Whether a condition holds, which must be known when compiling.
    boolean holds(Expr condition, Env env) {
        return holds(evaluator.need(condition, env), condition);
    }

    boolean holds(Value value, Expr condition) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth;
            case Value.Tensor t ->
                    throw Refusal.of(
                            Diagnostic.error(
                                            "if/run-time",
                                            condition.span(),
                                            "this condition is known only when the program runs")
                                    .label(condition.span(), "this is " + t.type())
                                    .help("choose between values with where(c, a, b)"));
            case Value other ->
                    throw Refusal.of(
                            "if/not-bool",
                            condition.span(),
                            "a condition is true or false, not " + Describe.of(other));
        };
    }

    Value choose(Expr.If choice, Env env) {
        var condition = evaluator.need(choice.condition(), env);
        if (evaluator.choices().isAtRunTime(condition)) {
            return evaluator
                    .choices()
                    .run(
                            (Value.Tensor) condition,
                            places(choice),
                            (then, otherwise) -> {},
                            () -> side(choice.then(), choice, env),
                            () ->
                                    choice.orElse()
                                            .map(b -> side(b, choice, env))
                                            .orElse(new Value.Nothing()));
        }
        if (holds(condition, choice.condition())) {
            return block(choice.then(), env.inner());
        }
        return choice.orElse().map(b -> block(b, env.inner())).orElse(new Value.Nothing());
    }

    /// A side that may be taken when the program runs. Without another it stands for its writes.
    private Value side(Expr.Block block, Expr.If choice, Env env) {
        var value = block(block, env.inner().building(Optional.empty()));
        return choice.orElse().isPresent() || value instanceof Value.Poison
                ? value
                : new Value.Nothing();
    }

    static Choices.Places places(Expr.If choice) {
        return new Choices.Places(
                choice.condition().span(),
                place(choice.then()),
                choice.orElse().map(Blocks::place).orElse(choice.span()));
    }

    private static Span place(Expr.Block block) {
        return block.value().map(Expr::span).orElse(block.span());
    }

    private void write(Stmt.Write write, Env env) {
        var slice =
                write.target() instanceof Expr.Index i
                        ? Optional.of(i)
                        : Optional.<Expr.Index>empty();
        var target = evaluator.eval(slice.map(Expr.Index::target).orElse(write.target()), env);
        if (target instanceof Value.Poison) {
            throw Refusal.silent();
        }
        if (!(target instanceof Value.Stored(Program.Variable variable, boolean writable))
                || !writable) {
            throw notWritable(write, target);
        }
        var value = evaluator.need(write.value(), env);
        var at = write.value().span();
        var whole =
                slice.isPresent()
                        ? evaluator.indexing().written(variable, slice.get(), value, at, env)
                        : typed(variable, value, at);
        evaluator.session().write(variable, held(whole));
    }

    /// No gradient goes through what is written.
    private Value.Tensor held(Value.Tensor value) {
        return value.type().isFloat() ? evaluator.tensors().add(new Stop(), value) : value;
    }

    private static Refusal notWritable(Stmt.Write write, Value target) {
        var what =
                target instanceof Value.Stored s
                        ? "`"
                                + write.target().span().text()
                                + "` is a "
                                + (s.variable().path().contains("/") ? "slot" : "parameter")
                        : Describe.of(target);
        return Refusal.of(
                "write/not-state",
                write.target().span(),
                "only a `state` and a `cache` are written, and a `slot` by its optimizer; " + what,
                "declare it as `state`, or give the new value another name with `let`");
    }

    private Value.Tensor typed(Program.Variable variable, Value value, Span at) {
        var type = variable.type();
        var tensor =
                evaluator.tensors().tensor(value, type.element(), at, "`" + variable.path() + "`");
        var whole =
                Tensors.isLiteral(value) ? evaluator.tensors().fill(tensor, type.shape()) : tensor;
        if (!whole.type().equals(type)) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "write/type",
                                    at,
                                    "`"
                                            + variable.path()
                                            + "` is "
                                            + type
                                            + ", and cannot hold "
                                            + whole.type())
                            .label(variable.span(), "declared here"));
        }
        return whole;
    }
}
