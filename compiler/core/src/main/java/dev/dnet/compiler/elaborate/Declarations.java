package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives the declarations of a file their names. Nothing is evaluated yet, so that their order does
/// not matter.
final class Declarations {
    private Declarations() {}

    static void define(List<? extends Decl> declarations, Env env, Reporter reporter) {
        var places = new HashMap<String, Span>();
        for (var declaration : declarations) {
            if (declaration instanceof Stmt.Let let) {
                unique(Patterns.names(let.pattern()), places, reporter);
                defer(let, env);
            } else {
                name(declaration).ifPresent(n -> unique(List.of(n), places, reporter));
                value(declaration, env.scope())
                        .ifPresent(v -> env.scope().define(nameOf(declaration), v));
            }
        }
    }

    /// Complaints about all but the first of what may stand in a block once.
    static List<Diagnostic> once(List<? extends TrainItem> found, String word) {
        return found.stream()
                .skip(1)
                .map(item ->
                        Diagnostic.error(
                                        "train/duplicate-" + word,
                                        item.span(),
                                        "a second `" + word + "`")
                                .label(found.getFirst().span(), "the first one")
                                .help("remove one of the two"))
                .toList();
    }

    /// Defines the names of a `let` without evaluating it; it becomes known when one of them is
    /// used.
    static Value.Deferred defer(Stmt.Let let, Env env) {
        var deferred = new Value.Deferred(let, env);
        for (var name : Patterns.names(let.pattern())) {
            env.scope().define(name.text(), new Value.Part(deferred, name.text()));
        }
        return deferred;
    }

    static Optional<Value> value(Decl declaration, Scope scope) {
        return switch (declaration) {
            case Decl.Model m -> Optional.of(new Value.ModelClass(m, scope));
            case Decl.Fn f ->
                    Optional.of(
                            new Value.Closure(
                                    f.name().text(), f.function(), scope, Optional.empty()));
            case Decl.Optimizer o -> Optional.of(new Value.OptimizerClass(o, scope));
            case Decl.Schedule s -> Optional.of(new Value.ScheduleClass(s, scope));
            case Decl.Init i -> Optional.of(new Value.InitClass(i, scope));
            case Decl.Enumeration e -> Optional.of(new Value.EnumType(e));
            case Decl.Alias a -> Optional.of(new Value.Alias(a, scope));
            case Decl.Train t -> Optional.empty();
            case Decl.Load l -> Optional.empty();
            case Stmt.Let l -> Optional.empty();
        };
    }

    static Optional<Ident> name(Decl declaration) {
        return switch (declaration) {
            case Decl.Model m -> Optional.of(m.name());
            case Decl.Fn f -> Optional.of(f.name());
            case Decl.Optimizer o -> Optional.of(o.name());
            case Decl.Schedule s -> Optional.of(s.name());
            case Decl.Init i -> Optional.of(i.name());
            case Decl.Enumeration e -> Optional.of(e.name());
            case Decl.Alias a -> Optional.of(a.name());
            case Decl.Train t -> Optional.of(t.name());
            case Decl.Load l -> Optional.empty();
            case Stmt.Let l -> Optional.empty();
        };
    }

    private static String nameOf(Decl declaration) {
        return name(declaration).orElseThrow().text();
    }

    static void unique(List<Ident> names, Map<String, Span> places, Reporter reporter) {
        for (var name : names) {
            var other = places.putIfAbsent(name.text(), name.span());
            if (other != null) {
                reporter.report(
                        Diagnostic.error(
                                        "name/duplicate",
                                        name.span(),
                                        "`" + name + "` is declared twice")
                                .label(other, "the first time here")
                                .help("give one of them another name"));
            }
        }
    }
}
