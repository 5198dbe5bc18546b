package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Pattern;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The names of a `train` block in one of its graphs. Its `let`s are evaluated when they are
/// needed, so that a graph holds only what it is for.
final class TrainBlock {
    private final Evaluator evaluator;
    private final Decl.Train decl;
    private final TrainItems items;
    private final Env given;
    private final Env whole;
    private final Env env;
    private final List<Program.Parameter> columns = new ArrayList<>();
    private final Map<Stmt.Let, Value.Deferred> lets;

    TrainBlock(
            Evaluator evaluator, Decl.Train decl, TrainItems items, Env file, boolean withBatch) {
        this.evaluator = evaluator;
        this.decl = decl;
        this.items = items;
        this.given = file.inner();
        this.whole = given.inner();
        this.env = whole;
        parameters(given);
        batch(withBatch);
        this.lets = names(whole);
    }

    /// The block as one of its steps sees it.
    private TrainBlock(TrainBlock block, Env whole, TrainPlayer player) {
        this.evaluator = block.evaluator;
        this.decl = block.decl;
        this.items = block.items;
        this.given = block.given;
        this.whole = whole;
        this.env = whole.inner().building(Optional.empty());
        this.lets = block.lets;
        env.scope().define(TrainPlayer.SCOPE_NAME, new Value.Text(player.name()));
        player.lets().forEach(l -> Declarations.defer(l, env));
    }

    /// The block once more in the same graph, for one of its steps: what its `let`s say is
    /// evaluated anew, with what the variables hold now and draws of its own.
    TrainBlock again(TrainPlayer player) {
        if (!player.isStep()) {
            return this;
        }
        evaluator.session().makeAgain();
        var anew = given.inner();
        names(anew);
        return new TrainBlock(this, anew, player);
    }

    /// The names of one of its steps besides those of the block.
    TrainBlock inside(TrainPlayer player) {
        return player.isStep() ? new TrainBlock(this, whole, player) : this;
    }

    /// The `let`s of a step.
    void forceAll(TrainPlayer player) {
        for (var let : player.lets()) {
            Patterns.names(let.pattern())
                    .forEach(n ->
                            evaluator
                                    .reporter()
                                    .guard(
                                            env,
                                            () ->
                                                    evaluator
                                                            .names()
                                                            .resolve(n.text(), n.span(), env)));
        }
    }

    /// A model of the block.
    Value model(Ident name) {
        return evaluator.names().resolve(name.text(), name.span(), whole);
    }

    private Map<Stmt.Let, Value.Deferred> names(Env into) {
        var deferred = new LinkedHashMap<Stmt.Let, Value.Deferred>();
        items.all(Stmt.Let.class).forEach(l -> deferred.put(l, Declarations.defer(l, into)));
        items.all(TrainItem.Average.class).forEach(a -> average(a, into));
        return deferred;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    TrainItems items() {
        return items;
    }

    Decl.Train decl() {
        return decl;
    }

    Env env() {
        return env;
    }

    List<Program.Parameter> columns() {
        return columns;
    }

    private void parameters(Env into) {
        for (var parameter : decl.parameters()) {
            if (parameter.defaultValue().isEmpty()) {
                throw Refusal.of(
                        "train/parameter",
                        parameter.span(),
                        "`" + parameter.name() + "` has no default",
                        "a `train` block runs without arguments: give a value");
            }
        }
        var name = decl.name().text();
        evaluator
                .calls()
                .functions()
                .bind(decl.parameters(), Map.of(), name, into.building(Optional.empty()));
    }

    /// The columns of the batch, which are the arguments of those methods that take one.
    private void batch(boolean withBatch) {
        var session = evaluator.session();
        var declaring = given.inner();
        for (var column : items.only(TrainItem.Batch.class).columns()) {
            var name = column.name().text();
            given.scope().define(name, new Value.Absent("this method takes no batch"));
            evaluator
                    .reporter()
                    .guard(
                            given,
                            () -> {
                                var entries = new Entries(evaluator);
                                var declared = entries.argument(column, declaring);
                                if (withBatch) {
                                    columns.add(declared);
                                    given.scope().define(name, entries.input(declared));
                                }
                            });
        }
        session.facts().check(session);
        declaring
                .scope()
                .locals()
                .forEach((name, value) -> given.scope().define(name, session.facts().now(value)));
    }

    /// An average is the same model, made from averaged parameters.
    private void average(TrainItem.Average average, Env into) {
        var name = average.name().text();
        var inside = into.with(into.scope().inner()).average(name).training(false);
        parameters(inside);
        items.all(Stmt.Let.class).forEach(l -> Declarations.defer(l, inside));
        var pattern = new Pattern.Bind(average.name().span(), average.name());
        var let =
                new Stmt.Let(
                        average.span(),
                        "",
                        pattern,
                        Optional.empty(),
                        average.of(),
                        Optional.empty());
        into.scope().define(name, new Value.Part(new Value.Deferred(let, inside), name));
    }

    /// Evaluates every `let`, in the order of the text, and checks what is asserted.
    void forceAll() {
        for (var item : decl.items()) {
            if (item instanceof Stmt.Let let) {
                value(let);
            } else if (item instanceof Stmt.Assert a) {
                evaluator.reporter().guard(env, () -> evaluator.assertions().check(a, running()));
            }
        }
    }

    Value value(Stmt.Let let) {
        var deferred = Objects.requireNonNull(lets.get(let));
        return evaluator.names().force(deferred, let.span());
    }

    Value named(String name) {
        return evaluator.names().resolve(name, decl.name().span(), env);
    }

    /// Where the block's expressions run: no model is made there.
    Env running() {
        return env.building(Optional.empty());
    }

    Value.Tensor loss(TrainPlayer player) {
        return scalar("loss", player.loss().value());
    }

    /// The value of an expression that has to be one number.
    Value.Tensor scalar(String word, Expr expr) {
        var tensor = tensor(word, expr);
        if (Entries.scalarFloat(tensor).isEmpty()) {
            throw notScalar(word, expr, "one float", tensor);
        }
        return tensor;
    }

    /// The value of a metric: one number, or a table of classes by classes.
    Value.Tensor metric(Expr expr) {
        var tensor = tensor("metric", expr);
        var type = tensor.type();
        if (!type.isFloat() || !(type.rank() == 0 || isSquare(type))) {
            throw notScalar("metric", expr, "one float, or a square matrix of floats", tensor);
        }
        return tensor;
    }

    private static boolean isSquare(TensorType type) {
        var sizes = type.shape().sizes();
        return sizes.size() == 2
                && sizes.getFirst().isConstant()
                && sizes.getFirst().equals(sizes.getLast());
    }

    private Value.Tensor tensor(String word, Expr expr) {
        var before = evaluator.session().graph().at(expr.span());
        var value = evaluator.need(expr, running());
        var tensor = evaluator.tensors().tensor(value, ElementType.F32, expr.span(), "the " + word);
        evaluator.session().graph().at(before);
        return tensor;
    }

    private static Refusal notScalar(String word, Expr expr, String wanted, Value.Tensor tensor) {
        return Refusal.of(
                Diagnostic.error(
                                "train/" + word + "-not-scalar",
                                expr.span(),
                                "the " + word + " is " + wanted + ", not " + tensor.type())
                        .help(
                                tensor.type().isFloat()
                                        ? "reduce it: mean(…) or sum(…)"
                                        : "convert it: f32(…)"));
    }

    void output(String name, Value.Tensor value) {
        evaluator.session().graph().hint(value.position(), name);
        evaluator.session().graph().output(Output.Kind.RESULT, name, value.position());
    }

    static TensorType scalarOf(TensorType type) {
        return TensorType.scalar(type.element());
    }
}
