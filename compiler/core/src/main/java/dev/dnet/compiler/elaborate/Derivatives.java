package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Mark;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.source.Span;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Calls of `grad(f)` and its like. All are made of `grad` in the graph: a product of the result
/// with its cotangent for reverse mode, and for forward mode the derivative of reverse mode by the
/// cotangent, which is linear in it.
final class Derivatives {
    private final Evaluator evaluator;

    Derivatives(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value call(Value.Derivative derivative, List<Given> given, Span at, Env env) {
        var known = given.stream().map(g -> g.known(evaluator, env)).toList();
        var of = derivative.of();
        return switch (derivative.kind()) {
            case GRAD -> {
                var point = point(of, known, at, env);
                yield point.gradients(scalar(point.result(), derivative, at));
            }
            case VALUE_AND_GRAD -> valueAndGrad(derivative, point(of, known, at, env), at);
            case VJP -> vjp(derivative, known, at, env);
            case JVP -> jvp(derivative, known, at, env);
            case HVP -> hvp(derivative, known, at, env);
            case JACOBIAN -> {
                var point = point(of, known, at, env);
                yield new Jacobians(evaluator, point).of(floats(point.result(), at));
            }
            case LEN, INT, PARAMETERS, ENUMERATE, ZIP, IS_LIST, HESSIAN, VMAP ->
                    throw new IllegalStateException(derivative.kind() + " is no derivative");
        };
    }

    private Point point(Value of, List<Given> given, Span at, Env env) {
        return new Point(evaluator, of, given, at, env.building(Optional.empty()));
    }

    private Value.Tensor scalar(Value result, Value.Derivative derivative, Span at) {
        if (Tensors.isLiteral(result)) {
            return evaluator.tensors().tensor(result, ElementType.F32, at, "a derivative");
        }
        if (result instanceof Value.Tensor t && t.type().rank() == 0 && t.type().isFloat()) {
            return t;
        }
        var word = derivative.kind().word();
        var tensor = result instanceof Value.Tensor t && t.type().isFloat();
        throw Refusal.of(
                Diagnostic.error(
                                "grad/not-scalar",
                                at,
                                "`"
                                        + word
                                        + "` is of a function that gives one float, but "
                                        + Describe.of(derivative.of())
                                        + " gives "
                                        + Describe.of(result))
                        .help(
                                tensor
                                        ? "reduce it: "
                                                + word
                                                + "(fn (x) => sum(f(x))); or take `vjp` or"
                                                + " `jacobian`"
                                        : "let it give one float: sum(…), f32(…), or one part of"
                                                + " the tuple"));
    }

    private Value valueAndGrad(Value.Derivative derivative, Point point, Span at) {
        var first =
                point.result() instanceof Value.Tuple t && !t.values().isEmpty()
                        ? t.values().getFirst()
                        : point.result();
        var gradients = point.gradients(scalar(evaluator.now(first), derivative, at));
        return new Value.Tuple(
                List.of(Optional.of("value"), Optional.of("grad")),
                List.of(point.result(), gradients));
    }

    private Value vjp(Value.Derivative derivative, List<Given> given, Span at, Env env) {
        int last = given.size() - 1;
        while (last >= 0 && given.get(last).name().isPresent()) {
            last--;
        }
        if (last < 0 || given.size() < 2) {
            throw arguments(
                    derivative, "the arguments of f, then the cotangent of its result", given, at);
        }
        var primal = new ArrayList<>(given);
        var cotangent = primal.remove(last);
        var point = point(derivative.of(), primal, at, env);
        var y = floats(point.result(), at);
        var dy =
                Alike.of(evaluator, y, cotangent.value(env), cotangent.span())
                        .orElseThrow(() -> unlike("grad/cotangent", y, cotangent, env));
        return point.gradients(product(Trees.leaves(y), dy));
    }

    private Value jvp(Value.Derivative derivative, List<Given> given, Span at, Env env) {
        var split = Split.of(derivative, given, at, env);
        var point = point(derivative.of(), split.arguments(), at, env);
        var tangents = tangents(split, point, env);
        var y = floats(point.result(), at);
        var zeros = Trees.map(y, this::markedZero);
        var s = product(Trees.leaves(y), Trees.leaves(zeros));
        var back = product(Trees.leaves(point.gradients(s)), tangents);
        return Trees.map(zeros, u -> point.grad(back, u));
    }

    /// The gradient of the product of the gradient with the direction.
    private Value hvp(Value.Derivative derivative, List<Given> given, Span at, Env env) {
        var split = Split.of(derivative, given, at, env);
        var point = point(derivative.of(), split.arguments(), at, env);
        var direction = tangents(split, point, env);
        var first = point.gradients(scalar(point.result(), derivative, at));
        return point.gradients(product(Trees.leaves(first), direction));
    }

    private List<Value.Tensor> tangents(Split split, Point point, Env env) {
        var all = new ArrayList<Value.Tensor>();
        for (int k = 0; k < point.marks().size(); k++) {
            var mark = point.marks().get(k);
            var tangent = split.tangents().get(k);
            all.addAll(
                    Alike.of(evaluator, mark, tangent.value(env), tangent.span())
                            .orElseThrow(() -> unlike("grad/tangent", mark, tangent, env)));
        }
        return all;
    }

    private static Refusal unlike(String code, Value wanted, Given given, Env env) {
        return Refusal.of(
                code,
                given.span(),
                "this is "
                        + Describe.of(given.value(env))
                        + ", but belongs to "
                        + Describe.of(wanted),
                "give it the shape and the element type of that; a number fills the shape");
    }

    static Refusal arguments(Value.Derivative derivative, String what, List<Given> given, Span at) {
        return Refusal.of(
                "grad/arguments",
                at,
                "`"
                        + derivative.kind().word()
                        + "(f)` takes "
                        + what
                        + ", but was given "
                        + Wording.times(given.size(), "argument"),
                "what has no gradient, such as whole numbers, has no tangent either");
    }

    /// A result all of whose parts are floats.
    private Value floats(Value result, Span at) {
        return switch (result) {
            case Value.Tensor t when t.type().isFloat() -> t;
            case Value.Num n -> evaluator.tensors().tensor(n, ElementType.F32, at, "a derivative");
            case Value.Stored s -> floats(evaluator.now(s), at);
            case Value.Tuple t -> new Value.Tuple(t.names(), floats(t.values(), at));
            case Value.Items i -> new Value.Items(floats(i.values(), at));
            case Value other ->
                    throw Refusal.of(
                            "grad/whole-number",
                            at,
                            "the function gives "
                                    + Describe.of(other)
                                    + ", which has no derivative",
                            "differentiate a function that gives floats only");
        };
    }

    private List<Value> floats(List<Value> values, Span at) {
        return values.stream().map(v -> floats(v, at)).toList();
    }

    private Value.Tensor markedZero(Value.Tensor like) {
        var graph = evaluator.session().graph();
        int zero = Formulas.like(new Expr(graph, like.position()), 0).value();
        return evaluator.session().tensor(graph.add(new Mark(), zero));
    }

    /// The sum of the products of all elements.
    private Value.Tensor product(List<Value.Tensor> a, List<Value.Tensor> b) {
        var type = a.getFirst().type().element();
        var sum =
                IntStream.range(0, a.size())
                        .mapToObj(k -> Formulas.cast(product(a.get(k), b.get(k)), type))
                        .reduce(Formulas::add)
                        .orElseThrow();
        return evaluator.session().tensor(sum.value());
    }

    private Expr product(Value.Tensor a, Value.Tensor b) {
        var graph = evaluator.session().graph();
        var product = Formulas.mul(new Expr(graph, a.position()), new Expr(graph, b.position()));
        return Formulas.sum(product, IntStream.range(0, product.rank()).boxed().toList());
    }
}
