package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The arguments of a function that is called from outside. Each is a tensor; a tuple comes in
/// parts, `s.q` as `sQ`.
final class EntryArguments {
    private final Evaluator evaluator;
    private final Env env;
    private final List<Program.Parameter> parameters = new ArrayList<>();

    EntryArguments(Evaluator evaluator, Env env) {
        this.evaluator = evaluator;
        this.env = env;
    }

    /// The parameters of the method so far.
    List<Program.Parameter> parameters() {
        return parameters;
    }

    /// Whether the caller gives this one: a tensor, or a tuple of them without a default.
    boolean takes(Parameter parameter) {
        return parameter.type().isPresent()
                && (parameter.type().get() instanceof TypeExpr.Tensor
                        || parameter.defaultValue().isEmpty()
                                && takes(parameter.type().get(), env));
    }

    private boolean takes(TypeExpr type, Env here) {
        var alias = new Aliases(evaluator).open(type, here);
        if (alias.isPresent()) {
            return takes(alias.get().type(), alias.get().env());
        }
        return switch (type) {
            case TypeExpr.Tensor t -> true;
            case TypeExpr.Named n -> Types.scalar(n).isPresent();
            case TypeExpr.TupleOf t -> t.fields().stream().allMatch(f -> takes(f.type(), here));
            case TypeExpr.ListOf l -> false;
            case TypeExpr.FnOf f -> false;
        };
    }

    /// Makes the names that are free in a type symbols.
    void free(TypeExpr type) {
        free(type, env);
    }

    private void free(TypeExpr type, Env here) {
        var alias = new Aliases(evaluator).open(type, here);
        if (alias.isPresent()) {
            free(alias.get().type(), alias.get().env());
        } else if (type instanceof TypeExpr.TupleOf t) {
            t.fields().forEach(f -> free(f.type(), here));
        } else if (type instanceof TypeExpr.Tensor t) {
            free(t, here.scope());
        }
    }

    private void free(TypeExpr.Tensor type, Scope scope) {
        if (type.element().isCapital()) {
            bind(scope, type.element().text(), new Value.Element(ElementType.F32), type.span());
        }
        for (var entry : type.shape()) {
            switch (entry) {
                case Expr.Name n when Character.isUpperCase(n.text().codePointAt(0)) ->
                        bind(scope, n.text(), new Value.Int(size(n.text())), n.span());
                case Expr.Axes a when a.name().isPresent() ->
                        bind(
                                scope,
                                Types.key(a.name().get()),
                                new Value.Dims(List.of(size(symbol(a.name().get())))),
                                a.span());
                default -> {}
            }
        }
    }

    private Size size(String name) {
        return evaluator.session().facts().free(name);
    }

    /// Sizes are capital and axes of loops are not, so that neither is taken for the other.
    private static String symbol(Ident axes) {
        var text = axes.text();
        return axes.isCapital() ? text : capital(text) + "_";
    }

    private static void bind(Scope scope, String name, Value value, Span at) {
        if (scope.lookup(name).isEmpty()) {
            scope.bind(name, value, at);
        }
    }

    /// What the function is given for a parameter.
    Value value(Parameter parameter) {
        return value(
                parameter.name().text(), parameter.type().orElseThrow(), parameter.span(), env);
    }

    private Value value(String name, TypeExpr type, Span span, Env here) {
        var alias = new Aliases(evaluator).of(type, here);
        if (alias.isPresent()) {
            return value(name, alias.get().type(), span, alias.get().env());
        }
        if (type instanceof TypeExpr.TupleOf t) {
            return tuple(name, t, span, here);
        }
        var declared =
                new Program.Parameter(free(name), evaluator.types().tensor(type, here), span);
        parameters.add(declared);
        var session = evaluator.session();
        return session.facts().now(session.tensor(session.argument(declared)), session);
    }

    private Value tuple(String name, TypeExpr.TupleOf type, Span span, Env here) {
        var names = new ArrayList<Optional<String>>();
        var values = new ArrayList<Value>();
        for (var field : type.fields()) {
            var own = field.name().map(Ident::text);
            var part = own.map(EntryArguments::capital).orElse(Integer.toString(names.size()));
            names.add(own);
            values.add(value(name + part, field.type(), span, here));
        }
        return new Value.Tuple(names, values);
    }

    private static String capital(String name) {
        return Character.toString(Character.toTitleCase(name.codePointAt(0)))
                + name.substring(name.offsetByCodePoints(0, 1));
    }

    /// The name, or one like it where another parameter has it.
    private String free(String name) {
        return parameters.stream().anyMatch(p -> p.name().equals(name)) ? free(name + "_") : name;
    }
}
