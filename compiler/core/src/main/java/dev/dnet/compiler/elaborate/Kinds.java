package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// Values against types that are names: `int`, `f32`, `schedule`, a model, an enumeration.
final class Kinds {
    private final Evaluator evaluator;
    private final Env env;

    Kinds(Evaluator evaluator, Env env) {
        this.evaluator = evaluator;
        this.env = env;
    }

    static Refusal mismatch(String what, Span declared, String expected, Value value, Span at) {
        return Refusal.of(
                Diagnostic.error(
                                "type/kind-mismatch",
                                at,
                                what
                                        + " is "
                                        + expected
                                        + ", but "
                                        + Describe.of(value)
                                        + " was given")
                        .label(declared, "declared here"));
    }

    Value accept(TypeExpr.Named type, Value given, Span at, String what) {
        var value = FunctionTypes.plain(given);
        if (!type.arguments().isEmpty()) {
            throw Types.notAlias(type, evaluator.names().type(type.name(), env));
        }
        var name = type.name().text();
        var span = type.span();
        return switch (name) {
            case "int" -> whole(value, span, at, what);
            case "string" -> keep(value instanceof Value.Text, value, "a string", span, at, what);
            case "schedule" -> schedule(value, span, at, what);
            case "optimizer" -> optimizer(value, span, at, what);
            case "init" -> keep(isInitialiser(value), value, "an initialiser", span, at, what);
            case "fn" -> function(given, span, at, what);
            case "model" ->
                    keep(
                            value instanceof Value.Instance || value instanceof Value.ModelClass,
                            value,
                            "a model",
                            span,
                            at,
                            what);
            default -> named(type, value, at, what);
        };
    }

    private static Value keep(
            boolean fits, Value value, String expected, Span declared, Span at, String what) {
        if (!fits) {
            throw mismatch(what, declared, expected, value, at);
        }
        return value;
    }

    private static Value whole(Value value, Span declared, Span at, String what) {
        if (value instanceof Value.Num(double number) && number == Math.rint(number)) {
            return new Value.Int(Size.of((long) number));
        }
        return keep(
                value instanceof Value.Int,
                value,
                "a whole number that is known when compiling",
                declared,
                at,
                what);
    }

    private Value schedule(Value value, Span declared, Span at, String what) {
        return switch (evaluator.now(value)) {
            case Value.Schedule s -> s;
            case Value.Constant c -> c;
            case Value.Closure c -> c;
            case Value.ScheduleClass c ->
                    evaluator.calls().classes().schedule(c, List.of(), at, env);
            case Value.Int(Size size) ->
                    new Value.Constant(new Value.Num(Numbers.number(new Value.Int(size), at)));
            case Value.Num n -> new Value.Constant(n);
            case Value.Tensor t when t.type().rank() == 0 -> new Value.Constant(t);
            case Value other -> throw mismatch(what, declared, "a schedule or a number", other, at);
        };
    }

    private Value optimizer(Value value, Span declared, Span at, String what) {
        return switch (value) {
            case Value.OptimizerClass o ->
                    optimizer(
                            evaluator.calls().classes().optimizer(o, List.of(), at, env),
                            declared,
                            at,
                            what);
            case Value.Optimizer o -> {
                LayerOptimizers.requireSingle(o, at);
                yield o;
            }
            case Value other -> throw mismatch(what, declared, "an optimizer", other, at);
        };
    }

    private static boolean isInitialiser(Value value) {
        return value instanceof Value.InitClass
                || value instanceof Value.Initialiser
                || Tensors.isLiteral(value)
                || value instanceof Value.PrimitiveFn;
    }

    private static Value function(Value value, Span declared, Span at, String what) {
        return keep(isFunction(value), value, "a function", declared, at, what);
    }

    static boolean isFunction(Value value) {
        return value instanceof Value.Closure
                || value instanceof Value.PrimitiveFn
                || value instanceof Value.BuiltinFn
                || value instanceof Value.Derivative
                || value instanceof Value.Mapping
                || value instanceof Value.Typed
                || value instanceof Value.Instance
                || value instanceof Value.Infer
                || value instanceof Value.Element
                || value instanceof Value.ModelClass
                || value instanceof Value.Schedule;
    }

    /// An element type (a scalar), a free one, a model or an enumeration.
    private Value named(TypeExpr.Named type, Value value, Span at, String what) {
        var last = type.name().last();
        var element = Types.element(last.text());
        if (element.isPresent()) {
            return scalar(element.get(), value, type.span(), at, what);
        }
        if (isFree(last) && (value instanceof Value.Tuple || value instanceof Value.Items)) {
            throw Refusal.of(Names.unknown(last.text(), last.span(), env.scope()));
        }
        return switch (lookup(type)) {
            case Value.Element(ElementType e) -> scalar(e, value, type.span(), at, what);
            case Value.ModelClass m ->
                    keep(
                            value instanceof Value.Instance i && i.of().decl().equals(m.decl()),
                            value,
                            "a " + last,
                            type.span(),
                            at,
                            what);
            case Value.EnumType e ->
                    keep(
                            value instanceof Value.EnumCase c
                                    && c.type().equals(e.decl().name().text()),
                            value,
                            "one of "
                                    + Wording.list(
                                            e.decl().cases().stream().map(Ident::text).toList()),
                            type.span(),
                            at,
                            what);
            case Value other ->
                    throw Refusal.of(
                            "type/unknown", type.span(), "`" + type.name() + "` is not a type");
        };
    }

    private boolean isFree(Ident name) {
        return name.isCapital() && env.scope().lookup(name.text()).isEmpty();
    }

    private Value lookup(TypeExpr.Named type) {
        var parts = type.name().parts();
        if (parts.size() == 1 && isFree(parts.getFirst())) {
            return new Value.Element(ElementType.F32);
        }
        return evaluator.names().type(type.name(), env);
    }

    /// A number stays a literal, so that it takes the type that it meets; a tensor has to be a
    /// scalar of the type.
    private Value scalar(ElementType wanted, Value value, Span declared, Span at, String what) {
        Optional<Value> fits =
                switch (evaluator.now(value)) {
                    case Value.Int i when wanted.isFloat() && i.size().isConstant() ->
                            Optional.of(new Value.Num(i.size().value()));
                    case Value.Int i when wanted != ElementType.BOOL -> Optional.of(i);
                    case Value.Num n when wanted.isFloat() -> Optional.of(n);
                    case Value.Bool b when wanted == ElementType.BOOL -> Optional.of(b);
                    case Value.Tensor t when t.type().equals(TensorType.scalar(wanted)) ->
                            Optional.of(value);
                    default -> Optional.empty();
                };
        return fits.orElseThrow(() -> mismatch(what, declared, scalarName(wanted), value, at));
    }

    private static String scalarName(ElementType type) {
        return type == ElementType.BOOL ? "true or false" : "a number (" + type.dnetName() + ")";
    }
}
