package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;
import dev.dnet.compiler.syntax.ast.TypeExpr;

import java.util.List;

/// Finds names that stand for nothing in all declarations of a file, also in those that nothing
/// calls and that are therefore never evaluated. Names with a capital may be free sizes, so they
/// are left to evaluation unless they are called.
final class NameCheck {
    private final Reporter reporter;
    private final Elsewhere elsewhere;
    private final NameCheckExprs exprs;

    NameCheck(Reporter reporter, Elsewhere elsewhere) {
        this.reporter = reporter;
        this.elsewhere = elsewhere;
        this.exprs = new NameCheckExprs(this);
    }

    void check(List<? extends Member> members, Scope scope) {
        members.forEach(m -> check(m, scope));
    }

    private void check(Member member, Scope scope) {
        switch (member) {
            case Decl.Model m -> members(m.parameters(), m.members(), scope);
            case Decl.Optimizer o -> optimizer(o, scope);
            case Decl.Fn f -> function(f.function(), scope);
            case Decl.Schedule s -> {
                var inner = parameters(s.parameters(), scope);
                define(s.step(), inner);
                exprs.check(s.body(), inner);
            }
            case Decl.Init i -> {
                var inner = parameters(i.parameters(), scope);
                free(i.result(), inner);
                exprs.check(i.body(), inner);
            }
            case Decl.Enumeration e -> {}
            case Decl.Alias a -> alias(a, scope);
            case Decl.Train t -> train(t, scope);
            case Decl.Load l -> {}
            case Stmt.Let l -> let(l, scope);
            case Stmt.Assert a -> exprs.check(a.condition(), scope);
            case Member.Apply a -> function(a.function(), scope);
            case Member.Storage s -> {
                s.type().ifPresent(t -> type(t, scope));
                s.init().ifPresent(e -> exprs.check(e, scope));
                s.when().ifPresent(e -> exprs.check(e, scope));
            }
        }
    }

    private void alias(Decl.Alias alias, Scope scope) {
        type(alias.type(), parameters(alias.parameters(), scope));
        reporter.guard(
                Elaborator.fileEnv(scope),
                () -> Aliases.requireFinite(new Value.Alias(alias, scope)));
    }

    private void optimizer(Decl.Optimizer optimizer, Scope scope) {
        var inner = scope.inner();
        optimizer.on().ifPresent(on -> define(on.layer(), inner));
        members(optimizer.parameters(), optimizer.members(), inner);
    }

    private void members(List<Parameter> parameters, List<Member> members, Scope scope) {
        var inner = parameters(parameters, scope);
        for (var member : members) {
            switch (member) {
                case Member.Storage s -> define(s.name(), inner);
                case Stmt.Let l -> Patterns.names(l.pattern()).forEach(n -> define(n, inner));
                case Decl d -> Declarations.name(d).ifPresent(n -> define(n, inner));
                case Member.Apply a -> {}
                case Stmt.Assert a -> {}
            }
        }
        check(members, inner);
    }

    void let(Stmt.Let let, Scope scope) {
        exprs.check(let.value(), scope);
        let.type().ifPresent(t -> type(t, scope));
        let.when().ifPresent(e -> exprs.check(e, scope));
    }

    void function(Function function, Scope scope) {
        var inner = parameters(function.parameters(), scope);
        function.result().ifPresent(t -> type(t, inner));
        exprs.check(function.body(), inner);
        function.gradient().ifPresent(rule -> rule(rule, inner));
    }

    private void rule(Function.GradientRule rule, Scope scope) {
        var inner = scope.inner();
        rule.names().forEach(n -> define(n, inner));
        exprs.check(rule.body(), inner);
    }

    private Scope parameters(List<Parameter> parameters, Scope scope) {
        var inner = scope.inner();
        parameters.forEach(p -> define(p.name(), inner));
        parameters.forEach(p -> p.type().ifPresent(t -> free(t, inner)));
        for (var parameter : parameters) {
            parameter.type().ifPresent(t -> type(t, inner));
            parameter.defaultValue().ifPresent(e -> exprs.check(e, inner));
        }
        return inner;
    }

    static void define(Ident name, Scope scope) {
        scope.define(name.text(), new Value.Nothing());
    }

    /// Defines what a type may bind: element types and sizes with a capital.
    private static void free(TypeExpr type, Scope scope) {
        switch (type) {
            case TypeExpr.Tensor t -> {
                free(t.element(), scope);
                for (var entry : t.shape()) {
                    if (entry instanceof Expr.Name(Span span, String text)) {
                        free(new Ident(span, text), scope);
                    }
                }
            }
            case TypeExpr.Named n -> free(n.name().last(), scope);
            case TypeExpr.ListOf l -> free(l.element(), scope);
            case TypeExpr.TupleOf t -> t.fields().forEach(f -> free(f.type(), scope));
            case TypeExpr.FnOf f -> {}
        }
    }

    private static void free(Ident name, Scope scope) {
        if (name.isCapital() && scope.lookup(name.text()).isEmpty()) {
            define(name, scope);
        }
    }

    /// The sizes in a type; what the names of types stand for is left to evaluation.
    void type(TypeExpr type, Scope scope) {
        switch (type) {
            case TypeExpr.Tensor t -> t.shape().forEach(e -> exprs.check(e, scope));
            case TypeExpr.ListOf l -> type(l.element(), scope);
            case TypeExpr.TupleOf t -> t.fields().forEach(f -> type(f.type(), scope));
            case TypeExpr.FnOf f -> {
                f.parameters().forEach(p -> type(p, scope));
                type(f.result(), scope);
            }
            case TypeExpr.Named n -> n.arguments().forEach(a -> exprs.check(a.value(), scope));
        }
    }

    private void train(Decl.Train train, Scope scope) {
        var inner = parameters(train.parameters(), scope);
        for (var item : train.items()) {
            switch (item) {
                case Stmt.Let l -> Patterns.names(l.pattern()).forEach(n -> define(n, inner));
                case TrainItem.Average a -> define(a.name(), inner);
                case TrainItem.Batch b -> b.columns().forEach(c -> define(c.name(), inner));
                case TrainItem other -> {}
            }
        }
        train.items().forEach(i -> item(i, inner));
    }

    private void item(TrainItem item, Scope scope) {
        switch (item) {
            case Stmt.Let l -> let(l, scope);
            case Stmt.Assert a -> exprs.check(a.condition(), scope);
            case Decl.Load l -> exprs.check(l.target(), scope);
            case TrainItem.Data d -> source(d.source(), scope);
            case TrainItem.Batch b ->
                    b.columns().forEach(c -> c.type().ifPresent(t -> type(t, scope)));
            case TrainItem.Loss l -> exprs.check(l.value(), scope);
            case TrainItem.Update u -> u.rules().forEach(r -> exprs.check(r.optimizer(), scope));
            case TrainItem.Metric m -> exprs.check(m.value(), scope);
            case TrainItem.Average a -> {
                exprs.check(a.of(), scope);
                exprs.check(a.decay(), scope);
            }
            case TrainItem.Step s -> step(s, scope.inner());
            case TrainItem.Run r -> r.settings().forEach(s -> exprs.check(s.value(), scope));
        }
    }

    private void step(TrainItem.Step step, Scope inner) {
        for (var item : step.items()) {
            if (item instanceof Stmt.Let l) {
                Patterns.names(l.pattern()).forEach(n -> define(n, inner));
            }
        }
        step.items().forEach(i -> item(i, inner));
    }

    /// The name of a data source belongs to the run.
    private void source(Expr source, Scope scope) {
        if (source instanceof Expr.Call c) {
            c.arguments().forEach(a -> exprs.check(a.value(), scope));
        }
    }

    void unknown(String name, Span at, Scope scope) {
        reporter.report(elsewhere.hint(Names.unknown(name, at, scope), name));
    }
}
