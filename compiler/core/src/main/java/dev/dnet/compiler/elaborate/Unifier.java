package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Meets written types with values: free sizes, axes and element types are bound where they stand
/// bare, then everything is checked. One for each call, so that messages can say which argument
/// gave a size its value.
final class Unifier {
    /// The free element type that stands for floats alone.
    private static final String FLOAT = "Float";

    private final Evaluator evaluator;
    private final Env env;

    Unifier(Evaluator evaluator, Env env) {
        this.evaluator = evaluator;
        this.env = env;
    }

    /// Binds what is free in the type to what the value has.
    void bind(TypeExpr type, Value value, Span at) {
        var alias = new Aliases(evaluator).open(type, env);
        if (alias.isPresent()) {
            inside(alias.get()).bind(alias.get().type(), value, at);
            return;
        }
        switch (type) {
            case TypeExpr.Tensor t when evaluator.now(value) instanceof Value.Tensor x ->
                    tensor(t, x.type(), at);
            case TypeExpr.Named n when evaluator.now(value) instanceof Value.Tensor x ->
                    element(n.name().last(), x.type().element(), at);
            case TypeExpr.TupleOf t
                    when value instanceof Value.Tuple v
                            && v.values().size() == t.fields().size() -> {
                for (int k = 0; k < t.fields().size(); k++) {
                    bind(t.fields().get(k).type(), v.values().get(k), at);
                }
            }
            case TypeExpr.ListOf l when value instanceof Value.Items i ->
                    i.values().forEach(v -> bind(l.element(), v, at));
            case TypeExpr.Tensor t -> {}
            case TypeExpr.Named n -> {}
            case TypeExpr.TupleOf t -> {}
            case TypeExpr.ListOf l -> {}
            case TypeExpr.FnOf f -> {}
        }
    }

    /// The same for a type that is known without a value.
    void bind(TypeExpr type, TensorType actual, Span at) {
        var alias = new Aliases(evaluator).open(type, env);
        if (alias.isPresent()) {
            inside(alias.get()).bind(alias.get().type(), actual, at);
        } else if (type instanceof TypeExpr.Tensor t) {
            tensor(t, actual, at);
        } else if (type instanceof TypeExpr.Named n) {
            element(n.name().last(), actual.element(), at);
        }
    }

    private Unifier inside(Aliases.Meaning alias) {
        return new Unifier(evaluator, alias.env());
    }

    void check(TypeExpr type, TensorType actual, Span at, String what) {
        var alias = new Aliases(evaluator).of(type, env);
        if (alias.isPresent()) {
            inside(alias.get()).check(alias.get().type(), actual, at, what);
        } else if (type instanceof TypeExpr.Tensor t) {
            new ShapeMatch(evaluator, env).check(t, actual, at, what);
        } else if (!evaluator.types().tensor(type, env).equals(actual)) {
            throw Refusal.of(
                    "type/shape-mismatch",
                    at,
                    what + " is declared " + type.span().text() + ", but is " + actual);
        }
    }

    private void tensor(TypeExpr.Tensor type, TensorType actual, Span at) {
        element(type.element(), actual.element(), at);
        var aligned = ShapeMatch.align(type.shape(), actual.shape());
        for (var pair : aligned.orElse(List.of())) {
            switch (pair.entry()) {
                case Expr.Axes(Span span, Optional<Ident> name) when name.isPresent() ->
                        define(Types.key(name.get()), new Value.Dims(pair.sizes()), at);
                case Expr.Name(Span span, String name) when capital(name) ->
                        define(name, new Value.Int(pair.sizes().getFirst()), at);
                default -> {}
            }
        }
    }

    private void element(Ident name, ElementType actual, Span at) {
        if (name.isCapital()) {
            boolean fits = !name.text().equals(FLOAT) || actual.isFloat();
            define(name.text(), new Value.Element(fits ? actual : ElementType.F32), at);
        }
    }

    private static boolean capital(String name) {
        return Character.isUpperCase(name.codePointAt(0));
    }

    private void define(String name, Value value, Span at) {
        if (env.scope().lookup(name).isEmpty()) {
            env.scope().bind(name, value, at);
        }
    }

    /// The value as the type wants it: checked, with numbers made tensors where a tensor is
    /// declared.
    Value accept(TypeExpr type, Value value, Span at, String what) {
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        var alias = new Aliases(evaluator).of(type, env);
        if (alias.isPresent()) {
            return accept(alias.get(), type, value, at, what);
        }
        return switch (type) {
            case TypeExpr.Tensor t -> acceptTensor(t, value, at, what);
            case TypeExpr.Named n -> new Kinds(evaluator, env).accept(n, value, at, what);
            case TypeExpr.ListOf l -> acceptList(l, value, at, what);
            case TypeExpr.TupleOf t -> acceptTuple(t, value, at, what);
            case TypeExpr.FnOf f ->
                    new FunctionTypes(evaluator)
                            .accept(value, new FunctionTypes.Wanted(f, env, at, what));
        };
    }

    private Value accept(Aliases.Meaning alias, TypeExpr use, Value value, Span at, String what) {
        try {
            return inside(alias).accept(alias.type(), value, at, what);
        } catch (Refusal refusal) {
            throw refusal.diagnostic().map(d -> Refusal.of(alias.explain(d, use))).orElse(refusal);
        }
    }

    private Value acceptTensor(TypeExpr.Tensor type, Value value, Span at, String what) {
        if (Tensors.isLiteral(value)) {
            var wanted = evaluator.types().tensor(type, env);
            var scalar = evaluator.tensors().tensor(value, wanted.element(), at, what);
            return evaluator.tensors().fill(scalar, wanted.shape());
        }
        if (!(value instanceof Value.Stored) && !(value instanceof Value.Tensor)) {
            throw Kinds.mismatch(what, type.span(), "a tensor", value, at);
        }
        var actual = evaluator.now(value) instanceof Value.Tensor t ? t.type() : wrongKind();
        new ShapeMatch(evaluator, env).check(type, actual, at, what);
        return value;
    }

    private static TensorType wrongKind() {
        throw new IllegalStateException("a variable holds a tensor");
    }

    private Value acceptList(TypeExpr.ListOf type, Value value, Span at, String what) {
        var items =
                switch (value) {
                    case Value.Items i -> i.values();
                    case Value.Dims d -> d.sizes().stream().<Value>map(Value.Int::new).toList();
                    case Value.Tuple t -> t.values();
                    case Value other ->
                            throw Kinds.mismatch(what, type.span(), "a list", value, at);
                };
        return new Value.Items(
                items.stream()
                        .map(v -> accept(type.element(), v, at, "an element of " + what))
                        .toList());
    }

    private Value acceptTuple(TypeExpr.TupleOf type, Value value, Span at, String what) {
        if (!(value instanceof Value.Tuple t) || t.values().size() != type.fields().size()) {
            throw Kinds.mismatch(
                    what, type.span(), "a tuple of " + type.fields().size(), value, at);
        }
        var names = type.fields().stream().map(f -> f.name().map(Ident::text)).toList();
        requireOrder(names, t, type.span(), at, what);
        var values = new ArrayList<Value>();
        for (int k = 0; k < names.size(); k++) {
            values.add(
                    accept(
                            type.fields().get(k).type(),
                            t.values().get(k),
                            at,
                            part(what, names.get(k), k)));
        }
        return new Value.Tuple(names, values);
    }

    /// A field under the name of another one is a mistake; other names are given anew.
    private static void requireOrder(
            List<Optional<String>> names, Value.Tuple value, Span declared, Span at, String what) {
        for (int k = 0; k < names.size(); k++) {
            var name = value.names().get(k);
            if (name.isPresent() && !name.equals(names.get(k)) && names.contains(name)) {
                throw Refusal.of(
                        Diagnostic.error(
                                        "type/field-order",
                                        at,
                                        what
                                                + " is declared "
                                                + declared.text()
                                                + ", but field "
                                                + (k + 1)
                                                + " of what was given is `"
                                                + name.get()
                                                + "`")
                                .label(declared, "declared here")
                                .help("give the fields in the order of the type"));
            }
        }
    }

    private static String part(String what, Optional<String> name, int k) {
        return name.map(n -> "`" + n + "` in " + what).orElse("value " + k + " of " + what);
    }
}
