package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.type.TensorType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stands behind `~`: initialisers of the language, drawing primitives, numbers, and tensors
/// of the very type.
final class Initialisers {
    private final Evaluator evaluator;

    Initialisers(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// `f32[N, 1] ~ bernoulli(keep)`.
    Value draw(Expr.Draw draw, Env env) {
        var type = evaluator.types().tensor(draw.type(), env);
        return from(draw.distribution(), type, env.building(Optional.empty()));
    }

    /// The first value of a variable; its draws are numbered under its path.
    Value.Tensor initial(Expr source, TensorType type, String path, Env env) {
        return from(source, type, env.building(Optional.empty()).instance(path));
    }

    private Value.Tensor from(Expr source, TensorType type, Env env) {
        if (source instanceof Expr.Call call
                && evaluator.need(call.callee(), env) instanceof Value.PrimitiveFn(Primitive p)
                && draws(p)) {
            return draw(p, evaluator.given(call.arguments(), env), type, call.span(), env);
        }
        return from(evaluator.need(source, env), type, source.span(), env);
    }

    Value.Tensor from(Value source, TensorType type, Span at, Env env) {
        return switch (source) {
            case Value.Initialiser i -> evaluator.calls().classes().draw(i, type, at, env);
            case Value.InitClass c -> {
                var made = evaluator.calls().classes().initialiser(c, List.of(), at, env);
                yield evaluator.calls().classes().draw(made, type, at, env);
            }
            case Value.PrimitiveFn(Primitive p) when draws(p) -> draw(p, List.of(), type, at, env);
            case Value.Tensor t when t.type().equals(type) -> t;
            case Value v when Tensors.isLiteral(v) -> {
                var scalar = evaluator.tensors().tensor(v, type.element(), at, "an initial value");
                yield evaluator.tensors().fill(scalar, type.shape());
            }
            case Value other ->
                    throw Refusal.of(
                            "init/source",
                            at,
                            Describe.of(other) + " does not give a value of the type " + type,
                            "after `~` stands an initialiser, a distribution, a number, or a tensor"
                                    + " of that type");
        };
    }

    /// Whether the primitive makes a value of a shape that it is asked for.
    private static boolean draws(Primitive primitive) {
        return primitive.signature().parameters().stream().anyMatch(Initialisers::isShape);
    }

    private static boolean isShape(Signature.Parameter parameter) {
        return parameter.kind() == Signature.Kind.SIZES && parameter.name().equals("shape");
    }

    private Value.Tensor draw(
            Primitive primitive, List<Given> given, TensorType type, Span at, Env env) {
        Map<String, Value> more = new LinkedHashMap<>();
        for (var parameter : primitive.signature().parameters()) {
            if (isShape(parameter)) {
                more.put(parameter.name(), new Value.Dims(type.shape().sizes()));
            } else if (parameter.kind() == Signature.Kind.ELEMENT) {
                more.put(parameter.name(), new Value.Element(type.element()));
            }
        }
        var drawn = evaluator.primitives().call(primitive, given, more, at, env);
        return drawn.type().equals(type) ? drawn : cast(drawn, type, at);
    }

    /// A primitive that draws floats or bools, where another element type is asked for.
    private Value.Tensor cast(Value.Tensor drawn, TensorType type, Span at) {
        return evaluator.primitives().call("cast", at, drawn, new Value.Element(type.element()));
    }
}
