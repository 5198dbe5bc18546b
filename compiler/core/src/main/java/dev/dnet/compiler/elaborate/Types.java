package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.QualifiedName;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Written types whose sizes are all known here.
final class Types {
    private final Evaluator evaluator;

    Types(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// The element type of that name.
    static Optional<ElementType> element(String name) {
        return Arrays.stream(ElementType.values())
                .filter(t -> t.dnetName().equals(name))
                .findFirst();
    }

    ElementType element(Ident name, Env env) {
        var known = element(name.text());
        if (known.isPresent()) {
            return known.get();
        }
        var value = evaluator.names().resolve(name.text(), name.span(), env);
        if (value instanceof Value.Element(ElementType type)) {
            return type;
        }
        if (value instanceof Value.Alias) {
            var type =
                    tensor(
                            new TypeExpr.Named(
                                    name.span(),
                                    new QualifiedName(name.span(), List.of(name)),
                                    List.of()),
                            env);
            if (type.rank() == 0) {
                return type.element();
            }
        }
        throw Refusal.of("type/unknown", name.span(), "`" + name + "` is not an element type");
    }

    /// The tensor type that is written, with every size evaluated.
    TensorType tensor(TypeExpr type, Env env) {
        var alias = new Aliases(evaluator).of(type, env);
        if (alias.isPresent()) {
            return tensor(alias.get().type(), alias.get().env());
        }
        return switch (type) {
            case TypeExpr.Tensor t ->
                    new TensorType(element(t.element(), env), shape(t.shape(), env));
            case TypeExpr.Named n when !n.arguments().isEmpty() ->
                    throw notAlias(n, evaluator.names().type(n.name(), env));
            case TypeExpr.Named n when n.name().parts().size() == 1 ->
                    TensorType.scalar(element(n.name().last(), env));
            case TypeExpr other ->
                    throw Refusal.of(
                            "type/not-a-tensor", other.span(), "a tensor type is needed here");
        };
    }

    static Refusal notAlias(TypeExpr.Named type, Value value) {
        return Refusal.of(
                "type/arguments",
                type.span(),
                Describe.of(value) + " is no type that takes arguments",
                "a type that does is declared `type State(H: int) = (h: f32[H], c: f32[H])`");
    }

    Shape shape(List<Expr> entries, Env env) {
        var sizes = new ArrayList<Size>();
        for (var entry : entries) {
            if (entry instanceof Expr.Axes axes) {
                sizes.addAll(dims(axes, env).sizes());
            } else {
                sizes.add(size(entry, env));
            }
        }
        return new Shape(sizes);
    }

    Size size(Expr entry, Env env) {
        return switch (evaluator.need(entry, env)) {
            case Value.Int(Size size) -> size;
            case Value.Num(double n) when n == Math.rint(n) -> Size.of((long) n);
            case Value other ->
                    throw Refusal.of(
                            "type/not-a-size",
                            entry.span(),
                            "a size is a whole number, not " + Describe.of(other));
        };
    }

    Value.Dims dims(Expr.Axes axes, Env env) {
        if (axes.name().isEmpty()) {
            throw Refusal.of(
                    "type/unnamed-axes",
                    axes.span(),
                    "which axes `..` are is not known here",
                    "name them: `..B`");
        }
        var key = key(axes.name().get());
        return switch (env.scope().lookup(key).orElse(new Value.Nothing())) {
            case Value.Dims d -> d;
            case Value other ->
                    throw Refusal.of(
                            "name/unknown",
                            axes.span(),
                            "no argument gives the axes `" + key + "`",
                            "axes are bound where they stand in the shape of an argument");
        };
    }

    static String key(Ident axes) {
        return ".." + axes.text();
    }

    /// A value as the declared type wants it; a size that nothing here gives is what the value has.
    Value declared(TypeExpr type, Value value, Span at, Env env) {
        var unifier = new Unifier(evaluator, env.inner());
        unifier.bind(type, value, at);
        return unifier.accept(type, value, at, "this value");
    }

    /// What is known of a scalar type: its element type.
    static Optional<ElementType> scalar(TypeExpr type) {
        return type instanceof TypeExpr.Named n && n.name().parts().size() == 1
                ? element(n.name().last().text())
                : Optional.empty();
    }
}
