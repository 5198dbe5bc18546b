package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Argument;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Evaluates expressions to values, appending to the graph of one session what can only be known
/// when the program runs. An expression that breaks a rule is reported once and becomes a poisoned
/// value.
final class Evaluator {
    private final Session session;
    private final Reporter reporter;
    private final Scope prelude;
    private final Tensors tensors;
    private final Primitives primitives;
    private final Names names;
    private final Operators operators;
    private final Types types;
    private final Calls calls;
    private final Models models;
    private final Initialisers initialisers;
    private final Blocks blocks;
    private final Choices choices;
    private final Lists lists;
    private final Scans scans;
    private final Fields fields;
    private final Indexing indexing;
    private final IndexNotation indexNotation;
    private final Assertions assertions;

    Evaluator(Session session, Reporter reporter, Scope prelude) {
        this.session = session;
        this.reporter = reporter;
        this.prelude = prelude;
        this.tensors = new Tensors(session);
        this.primitives = new Primitives(this);
        this.names = new Names(this);
        this.operators = new Operators(this);
        this.types = new Types(this);
        this.models = new Models(this);
        this.calls = new Calls(this);
        this.initialisers = new Initialisers(this);
        this.blocks = new Blocks(this);
        this.choices = new Choices(this);
        this.lists = new Lists(this);
        this.scans = new Scans(this);
        this.fields = new Fields(this);
        this.indexing = new Indexing(this);
        this.indexNotation = new IndexNotation(this);
        this.assertions = new Assertions(this);
    }

    Value eval(Expr expr, Env env) {
        var before = session.graph().at(expr.span());
        try {
            return value(expr, env);
        } catch (Refusal refusal) {
            refusal.diagnostic().ifPresent(d -> reporter.report(d, env));
        } catch (OpError error) {
            reporter.report(OpErrors.diagnostic(error, expr.span()), env);
        } finally {
            session.graph().at(before);
        }
        return new Value.Poison();
    }

    private Value value(Expr expr, Env env) {
        return switch (expr) {
            case Expr.IntLit i -> new Value.Int(Size.of(i.value()));
            case Expr.FloatLit f -> new Value.Num(f.value());
            case Expr.BoolLit b -> new Value.Bool(b.value());
            case Expr.Text t -> new Value.Text(t.value());
            case Expr.Template t -> Texts.join(t, this, env);
            case Expr.Name n -> names.resolve(n.text(), n.span(), env);
            case Expr.Training t -> new Value.Bool(env.training());
            case Expr.Axes a -> types.dims(a, env);
            case Expr.Unary u -> operators.unary(u, env);
            case Expr.Binary b -> operators.binary(b, env);
            case Expr.Call c -> calls.call(c, env);
            case Expr.Field f -> fields.field(f, env);
            case Expr.Index i -> indexing.index(i, env);
            case Expr.Tuple t -> lists.tuple(t, env);
            case Expr.ListLit l -> lists.list(l, env);
            case Expr.Comprehension c -> lists.comprehension(c, env);
            case Expr.Block b -> blocks.block(b, env.inner());
            case Expr.If i -> blocks.choose(i, env);
            case Expr.Lambda l ->
                    new Value.Closure("fn", l.function(), env.scope(), Optional.empty());
            case Expr.Draw d -> initialisers.draw(d, env);
            case Expr.Fold f -> lists.fold(f, env);
            case Expr.For f -> indexNotation.forEach(f, env);
            case Expr.Reduce r -> indexNotation.reduce(r, env);
            case Expr.Scan s -> scans.scan(s, env);
            case Expr.Loop l -> scans.loop(l, env);
            case Expr.Remat r -> scans.remat(r, env);
        };
    }

    /// A construct that the language has and this compiler does not compile yet.
    static Refusal later(String construct, Span at, String help) {
        return Refusal.of(
                "unsupported/" + construct, at, "`" + construct + "` is not compiled yet", help);
    }

    /// What variables hold at this point of the program, also those in tuples and lists; any other
    /// value is what it is.
    Value now(Value value) {
        return switch (value) {
            case Value.Stored s -> session.read(s.variable());
            case Value.Tuple t when holdsStored(t.values()) ->
                    new Value.Tuple(t.names(), now(t.values()));
            case Value.Items i when holdsStored(i.values()) -> new Value.Items(now(i.values()));
            case Value other -> other;
        };
    }

    private List<Value> now(List<Value> values) {
        return values.stream().map(this::now).toList();
    }

    private static boolean holdsStored(List<Value> values) {
        for (var value : values) {
            var found =
                    switch (value) {
                        case Value.Stored s -> true;
                        case Value.Tuple t -> holdsStored(t.values());
                        case Value.Items i -> holdsStored(i.values());
                        default -> false;
                    };
            if (found) {
                return true;
            }
        }
        return false;
    }

    /// Evaluates, and reads variables.
    Value evalNow(Expr expr, Env env) {
        return now(eval(expr, env));
    }

    /// Evaluates to a value that must be there: poison stops whatever needs it.
    Value need(Expr expr, Env env) {
        var value = evalNow(expr, env);
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        if (value instanceof Value.Nothing) {
            throw Refusal.of("type/no-value", expr.span(), "this has no value: it only writes");
        }
        return value;
    }

    /// The arguments of a call, not evaluated yet. `..B` stays one argument.
    List<Given> given(List<Argument> arguments, Env env) {
        var given = new ArrayList<Given>();
        for (var argument : arguments) {
            given.add(
                    new Given(
                            argument.value().span(),
                            argument.name(),
                            path -> eval(argument.value(), env.building(path))));
        }
        return given;
    }

    Primitive primitive(String name) {
        return prelude.lookup(name)
                .map(v -> v instanceof Value.PrimitiveFn(Primitive p) ? p : null)
                .orElseThrow(() -> new IllegalStateException("no primitive " + name));
    }

    Session session() {
        return session;
    }

    Reporter reporter() {
        return reporter;
    }

    Scope prelude() {
        return prelude;
    }

    Tensors tensors() {
        return tensors;
    }

    Primitives primitives() {
        return primitives;
    }

    Names names() {
        return names;
    }

    Operators operators() {
        return operators;
    }

    Types types() {
        return types;
    }

    Calls calls() {
        return calls;
    }

    Models models() {
        return models;
    }

    Initialisers initialisers() {
        return initialisers;
    }

    Blocks blocks() {
        return blocks;
    }

    Choices choices() {
        return choices;
    }

    Lists lists() {
        return lists;
    }

    Indexing indexing() {
        return indexing;
    }

    IndexNotation indexNotation() {
        return indexNotation;
    }

    Assertions assertions() {
        return assertions;
    }
}
