package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.compiler.source.Span;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Functions of elements under indices: primitives that calculate element by element.
final class IndexedCalls {
    private final Evaluator evaluator;
    private final IndexLayout layout;

    IndexedCalls(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.layout = new IndexLayout(evaluator);
    }

    /// A primitive on elements: all of them are brought to one rank.
    Value apply(Primitive primitive, List<Value> operands, Span at) {
        if (!(primitive instanceof Elementwise)) {
            throw IndexNotation.onlyElementwise(at);
        }
        int rank =
                operands.stream()
                        .mapToInt(v ->
                                v instanceof Value.Indexed(Value.Tensor t) ? t.type().rank() : 0)
                        .max()
                        .orElse(0);
        var aligned = operands.stream().map(v -> aligned(v, rank, at)).toArray(Value[]::new);
        return new Value.Indexed(evaluator.primitives().call(primitive.name(), at, aligned));
    }

    private Value aligned(Value operand, int rank, Span at) {
        return switch (operand) {
            case Value.Indexed(Value.Tensor t) -> layout.padded(t, rank);
            case Value.Tensor t when t.type().rank() > 0 -> throw IndexNotation.onlyElementwise(at);
            case Value.Poison p -> throw Refusal.silent();
            case Value other -> other;
        };
    }

    /// A call under indices: its arguments are elements, or none of them is.
    Value call(Value callee, List<Given> given, Span at, Env env) {
        var values = new LinkedHashMap<Given, Value>();
        given.forEach(g -> values.put(g, evaluator.now(g.value(env.building(Optional.empty())))));
        if (values.values().stream().noneMatch(Value.Indexed.class::isInstance)) {
            var known =
                    values.entrySet().stream()
                            .map(e ->
                                    new Given(
                                            e.getKey().span(),
                                            e.getKey().name(),
                                            path -> e.getValue()))
                            .toList();
            return evaluator.calls().plain(callee, known, at, env);
        }
        return switch (callee) {
            case Value.PrimitiveFn(Primitive p) -> apply(p, ordered(p, values, at), at);
            case Value.Typed t -> {
                new FunctionTypes(evaluator).elements(t, given, List.copyOf(values.values()), at);
                yield call(t.of(), given, at, env);
            }
            case Value.Element e when given.size() == 1 ->
                    apply(
                            evaluator.primitive("cast"),
                            List.of(values.values().iterator().next(), e),
                            at);
            default -> throw IndexNotation.onlyElementwise(at);
        };
    }

    private static List<Value> ordered(Primitive primitive, Map<Given, Value> values, Span at) {
        var wanted =
                primitive.signature().parameters().stream()
                        .map(p -> new Arguments.Wanted(p.name(), p.optional(), false))
                        .toList();
        var matched =
                Arguments.match(
                        wanted, List.copyOf(values.keySet()), "`" + primitive.name() + "`", at);
        return wanted.stream()
                .flatMap(w -> matched.getOrDefault(w.name(), List.of()).stream())
                .map(g -> java.util.Objects.requireNonNull(values.get(g)))
                .toList();
    }
}
