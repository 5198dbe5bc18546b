package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.ops.Max;
import dev.dnet.compiler.ops.Min;
import dev.dnet.compiler.source.Span;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls of what the compiler itself knows: arguments become operands and attributes.
final class Primitives {
    private final Evaluator evaluator;

    Primitives(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// A call that the compiler makes itself, on tensors and numbers by position.
    Value.Tensor call(String name, Span at, Value... operands) {
        var names = evaluator.primitive(name).signature().parameters();
        var values = new LinkedHashMap<String, List<Value>>();
        for (int k = 0; k < operands.length; k++) {
            values.put(names.get(k).name(), List.of(operands[k]));
        }
        return call(name, values, at);
    }

    /// The same with arguments by name.
    Value.Tensor call(String name, Map<String, List<Value>> values, Span at) {
        var call = prepare(evaluator.primitive(name), values, at, "");
        return evaluator.session().tensor(evaluator.primitive(name).build(call).value());
    }

    Value call(Primitive called, List<Given> given, Span at, Env env) {
        var primitive = chosen(called, given);
        var values = bind(primitive, given, at, env);
        try {
            return Folding.of(primitive, values)
                    .orElseGet(() ->
                            results(primitive, prepare(primitive, values, at, env.instance())));
        } catch (OpError error) {
            throw Refusal.of(labelled(OpErrors.diagnostic(error, at), given, values));
        }
    }

    /// With the types of the operands, which came in the order of the arguments where all of them
    /// have one place each.
    private static Diagnostic labelled(
            Diagnostic refused, List<Given> given, Map<String, List<Value>> values) {
        var flat = values.values().stream().flatMap(List::stream).toList();
        var result = refused;
        for (int k = 0; k < flat.size() && flat.size() == given.size(); k++) {
            result = OpErrors.label(result, given.get(k).span(), flat.get(k));
        }
        return result;
    }

    /// `max(x, y)` is the larger of two values, as `maximum(x, y)`; an axis is given by name.
    private Primitive chosen(Primitive called, List<Given> given) {
        boolean two = given.stream().filter(g -> g.name().isEmpty()).count() >= 2;
        return switch (called) {
            case Max max when two -> evaluator.primitive("maximum");
            case Min min when two -> evaluator.primitive("minimum");
            case Primitive other -> other;
        };
    }

    private Value results(Primitive primitive, Call call) {
        if (!primitive.returnsTuple()) {
            return evaluator.session().tensor(primitive.build(call).value());
        }
        var values = new ArrayList<Value>();
        var names = new ArrayList<Optional<String>>();
        for (var part : primitive.buildAll(call)) {
            int number = values.size();
            values.add(evaluator.session().tensor(part.value()));
            names.add(primitive.resultNames().stream().skip(number).findFirst());
        }
        return new Value.Tuple(names, values);
    }

    /// The same with more arguments by name, such as the shape of a draw.
    Value.Tensor call(
            Primitive primitive, List<Given> given, Map<String, Value> more, Span at, Env env) {
        var all = new ArrayList<>(given);
        more.forEach((name, value) -> all.add(Given.named(at, name, value)));
        var values = bind(primitive, all, at, env);
        return evaluator
                .session()
                .tensor(primitive.build(prepare(primitive, values, at, env.instance())).value());
    }

    private Map<String, List<Value>> bind(
            Primitive primitive, List<Given> given, Span at, Env env) {
        var signature = primitive.signature();
        var parameters =
                signature.parameters().stream()
                        .map(p ->
                                new Arguments.Wanted(
                                        p.name(),
                                        p.optional() || p.byDefault().isPresent(),
                                        p.kind() == Signature.Kind.TENSORS))
                        .toList();
        var bound = Arguments.match(parameters, given, "`" + primitive.name() + "`", at);
        var values = new LinkedHashMap<String, List<Value>>();
        var poisoned = false;
        for (var entry : bound.entrySet()) {
            var list = new ArrayList<Value>();
            for (var argument : entry.getValue()) {
                var value = evaluator.now(argument.value(env.building(Optional.empty())));
                poisoned |= value instanceof Value.Poison;
                list.add(value);
            }
            values.put(entry.getKey(), list);
        }
        if (poisoned) {
            throw Refusal.silent();
        }
        return values;
    }

    private Call prepare(
            Primitive primitive, Map<String, List<Value>> values, Span at, String instance) {
        var element = element(primitive.signature(), values);
        var tensors = new LinkedHashMap<String, List<Integer>>();
        var attributes = new LinkedHashMap<String, Attribute>();
        for (var parameter : primitive.signature().parameters()) {
            var given = values.get(parameter.name());
            if (given == null) {
                parameter.byDefault().ifPresent(a -> attributes.put(parameter.name(), a));
            } else if (parameter.kind() == Signature.Kind.TENSOR
                    || parameter.kind() == Signature.Kind.TENSORS) {
                tensors.put(parameter.name(), operands(primitive, parameter, given, element, at));
            } else {
                attributes.put(
                        parameter.name(),
                        Attributes.of(primitive, parameter, given.getFirst(), at));
            }
        }
        var session = evaluator.session();
        return new Call(session.graph(), tensors, attributes, session.random(instance));
    }

    private List<Integer> operands(
            Primitive primitive,
            Signature.Parameter parameter,
            List<Value> given,
            ElementType element,
            Span at) {
        var what = "`" + parameter.name() + "` of `" + primitive.name() + "`";
        return spread(parameter, given).stream()
                .map(v -> evaluator.tensors().tensor(v, element, at, what).position())
                .toList();
    }

    private static List<Value> spread(Signature.Parameter parameter, List<Value> given) {
        if (parameter.kind() == Signature.Kind.TENSORS && given.size() == 1) {
            return switch (given.getFirst()) {
                case Value.Items items -> items.values();
                case Value.Tuple tuple -> tuple.values();
                case Value other -> given;
            };
        }
        return given;
    }

    /// The element type that literals take: that of the first operand that is a tensor of numbers.
    private ElementType element(Signature signature, Map<String, List<Value>> values) {
        Optional<ElementType> found = Optional.empty();
        for (var parameter : signature.parameters()) {
            for (var value : spread(parameter, values.getOrDefault(parameter.name(), List.of()))) {
                var type =
                        evaluator.now(value) instanceof Value.Tensor t
                                ? Optional.of(t.type().element())
                                : Optional.<ElementType>empty();
                found =
                        found.isEmpty() || (found.get() == ElementType.BOOL && type.isPresent())
                                ? type
                                : found;
            }
        }
        return found.orElseGet(() -> asked(values));
    }

    /// The float type that a call asks for by name, as draws do.
    private static ElementType asked(Map<String, List<Value>> values) {
        for (var given : values.values()) {
            if (given.getFirst() instanceof Value.Element(ElementType type) && type.isFloat()) {
                return type;
            }
        }
        return ElementType.F32;
    }
}
