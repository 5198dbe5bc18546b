package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Calls of the functions on what is known when compiling.
final class Builtins {
    private final Evaluator evaluator;

    Builtins(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value call(Builtin builtin, List<Given> given, Span at, Env env) {
        if (builtin == Builtin.VMAP) {
            return mapping(given, at, env);
        }
        int wanted = builtin == Builtin.ZIP ? 2 : 1;
        if (given.size() != wanted || given.stream().anyMatch(g -> g.name().isPresent())) {
            throw arguments(builtin, wanted, at);
        }
        var values = given.stream().map(g -> g.value(env.building(Optional.empty()))).toList();
        if (values.stream().anyMatch(Value.Poison.class::isInstance)) {
            throw Refusal.silent();
        }
        var first =
                builtin.makesFunctions()
                        ? values.getFirst()
                        : FunctionTypes.plain(values.getFirst());
        return switch (builtin) {
            case LEN -> new Value.Int(Size.of(evaluator.lists().items(first, at).size()));
            case INT -> whole(first, at);
            case PARAMETERS -> parameters(first, at);
            case ENUMERATE -> enumerate(evaluator.lists().items(first, at));
            case ZIP ->
                    zip(
                            evaluator.lists().items(first, at),
                            evaluator.lists().items(values.get(1), at),
                            at);
            case IS_LIST -> new Value.Bool(first instanceof Value.Items);
            case HESSIAN ->
                    new Value.Derivative(
                            Builtin.JACOBIAN,
                            new Value.Derivative(Builtin.GRAD, function(first, builtin, at)));
            case GRAD, VALUE_AND_GRAD, VJP, JVP, HVP, JACOBIAN ->
                    new Value.Derivative(builtin, function(first, builtin, at));
            case VMAP -> throw new IllegalStateException("vmap has arguments by name");
        };
    }

    /// `vmap(f)`, `vmap(f, axes: (0, none))`.
    private Value mapping(List<Given> given, Span at, Env env) {
        var wanted =
                List.of(
                        new Arguments.Wanted("f", false, false),
                        new Arguments.Wanted("axes", true, false));
        var arguments = Arguments.match(wanted, given, "`vmap`", at);
        var inside = env.building(Optional.empty());
        var values = new LinkedHashMap<String, Value>();
        arguments.forEach((name, all) -> values.put(name, all.getFirst().value(inside)));
        if (values.values().stream().anyMatch(Value.Poison.class::isInstance)) {
            throw Refusal.silent();
        }
        return new Value.Mapping(
                function(Objects.requireNonNull(values.get("f")), Builtin.VMAP, at),
                Optional.ofNullable(values.get("axes"))
                        .map(a ->
                                Given.of(
                                        Objects.requireNonNull(arguments.get("axes"))
                                                .getFirst()
                                                .span(),
                                        a)));
    }

    private static Refusal arguments(Builtin builtin, int wanted, Span at) {
        var word = builtin.word();
        var message = "`" + word + "` takes " + Wording.times(wanted, "argument") + " by position";
        return builtin.makesFunctions()
                ? Refusal.of(
                        "call/arguments",
                        at,
                        message,
                        "give it the function alone, and call what it gives: " + word + "(f)(x)")
                : Refusal.of("call/arguments", at, message);
    }

    private static Value function(Value value, Builtin builtin, Span at) {
        if (!Kinds.isFunction(value)) {
            throw Refusal.of(
                    "call/argument-kind",
                    at,
                    "`" + builtin.word() + "` of " + Describe.of(value),
                    "it takes a function, and what it gives is called with the arguments: "
                            + builtin.word()
                            + "(fn (x) => sum(x * x))(x)");
        }
        return value;
    }

    private static Value whole(Value value, Span at) {
        return switch (value) {
            case Value.Int i -> i;
            case Value.Num(double n) -> new Value.Int(Size.of((long) n));
            case Value.Bool(boolean b) -> new Value.Int(Size.of(b ? 1 : 0));
            case Value other ->
                    throw Refusal.of(
                            "call/argument-kind",
                            at,
                            "`int` of " + Describe.of(other),
                            "for tensors: i32(x)");
        };
    }

    private static Value enumerate(List<Value> items) {
        var pairs = new ArrayList<Value>();
        for (int k = 0; k < items.size(); k++) {
            pairs.add(pair(new Value.Int(Size.of(k)), items.get(k)));
        }
        return new Value.Items(pairs);
    }

    private static Value zip(List<Value> a, List<Value> b, Span at) {
        if (a.size() != b.size()) {
            throw Refusal.of(
                    "list/length", at, "`zip` of lists of " + a.size() + " and " + b.size());
        }
        var pairs = new ArrayList<Value>();
        for (int k = 0; k < a.size(); k++) {
            pairs.add(pair(a.get(k), b.get(k)));
        }
        return new Value.Items(pairs);
    }

    private static Value pair(Value a, Value b) {
        return new Value.Tuple(List.of(Optional.empty(), Optional.empty()), List.of(a, b));
    }

    private static Value parameters(Value model, Span at) {
        if (!(model instanceof Value.Instance instance)) {
            throw Refusal.of(
                    "call/argument-kind",
                    at,
                    "`parameters` of " + Describe.of(model),
                    "it takes a model");
        }
        return new Value.Items(List.copyOf(parameters(instance).values()));
    }

    /// The parameters of a model and of the models in it, each once, by path.
    static Map<String, Value> parameters(Value.Instance instance) {
        var found = new LinkedHashMap<String, Value>();
        instance.members().locals().values().forEach(v -> collect(v, found));
        return found;
    }

    static void collect(Value value, Map<String, Value> found) {
        switch (value) {
            case Value.Stored s when s.variable().role() != dev.dnet.compiler.ir.Input.Role.STATE ->
                    found.putIfAbsent(s.variable().path(), s);
            case Value.Instance i -> i.members().locals().values().forEach(v -> collect(v, found));
            case Value.Typed t -> collect(t.of(), found);
            case Value.Items i -> i.values().forEach(v -> collect(v, found));
            case Value.Tuple t -> t.values().forEach(v -> collect(v, found));
            default -> {}
        }
    }
}
