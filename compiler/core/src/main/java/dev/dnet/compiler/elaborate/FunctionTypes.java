package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Functions where a type says which: `f: fn (f32[N], f32[N]) -> f32`. How many arguments they take
/// is checked where they are given, and the types of arguments and result by each call. What
/// nothing else gives a value is free in each call.
final class FunctionTypes {
    private final Evaluator evaluator;

    FunctionTypes(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// What a parameter asks of the function that it gets.
    ///
    /// @param env where the names of the type stand
    /// @param given where the function was given
    /// @param what the parameter in the words of messages
    record Wanted(TypeExpr.FnOf type, Env env, Span given, String what) {
        private int count() {
            return type.parameters().size();
        }
    }

    /// The function, bound to what is asked of it.
    Value accept(Value value, Wanted wanted) {
        if (!Kinds.isFunction(value)) {
            throw Kinds.mismatch(
                    wanted.what(), wanted.type().span(), "a function", value, wanted.given());
        }
        var function =
                value instanceof Value.Typed t && t.wanted().type().equals(wanted.type())
                        ? t.of()
                        : value;
        new Arity(evaluator, wanted.given())
                .of(function)
                .filter(a -> !a.takes(wanted.count()))
                .ifPresent(a -> {
                    throw miscounted(function, a, wanted);
                });
        return new Value.Typed(function, wanted);
    }

    private Refusal miscounted(Value function, Arity.Range takes, Wanted wanted) {
        var error =
                Diagnostic.error(
                        "type/function-arguments",
                        wanted.given(),
                        wanted.what()
                                + " is declared "
                                + wanted.type().span().text()
                                + ", which takes "
                                + Wording.times(wanted.count(), "argument")
                                + ", but "
                                + Describe.of(function)
                                + " takes "
                                + takes);
        return Refusal.of(
                signed(error, function)
                        .label(wanted.type().span(), "declared here")
                        .help(
                                "give a function of "
                                        + Wording.times(wanted.count(), "argument")
                                        + ", such as a `fn (…) => …` around this one"));
    }

    /// With the function's own side, where the program says it.
    private static Diagnostic signed(Diagnostic error, Value function) {
        return function instanceof Value.Closure c
                ? error.label(signature(c), "`" + c.name() + "` is declared so")
                : error;
    }

    private static Span signature(Value.Closure closure) {
        return Stream.concat(
                        closure.function().parameters().stream().map(Parameter::span),
                        closure.function().result().stream().map(TypeExpr::span))
                .reduce(Span::merge)
                .orElse(closure.function().span());
    }

    Value call(Value.Typed function, List<Given> given, Span at, Env env) {
        var wanted = function.wanted();
        requireCount(wanted, given, at);
        var types = new Unifier(evaluator, wanted.env().inner());
        var values = new ArrayList<Value>();
        for (var argument : given) {
            var value = evaluator.now(argument.value(env));
            if (value instanceof Value.Poison) {
                throw Refusal.silent();
            }
            values.add(value);
        }
        var written = wanted.type().parameters();
        for (int k = 0; k < values.size(); k++) {
            types.bind(written.get(k), values.get(k), given.get(k).span());
        }
        var accepted = new ArrayList<Given>();
        for (int k = 0; k < values.size(); k++) {
            var place = given.get(k).span();
            var value = types.accept(written.get(k), values.get(k), place, argument(k, wanted));
            accepted.add(Given.of(place, value));
        }
        return result(function, types, accepted, at, env);
    }

    private Value result(Value.Typed function, Unifier types, List<Given> given, Span at, Env env) {
        var wanted = function.wanted();
        var result =
                explained(
                        () -> evaluator.now(evaluator.calls().call(function.of(), given, at, env)),
                        error ->
                                error.label(
                                                wanted.type().span(),
                                                "it is called as what is declared here")
                                        .label(wanted.given(), "and was given here"));
        if (result instanceof Value.Poison) {
            throw Refusal.silent();
        }
        var written = wanted.type().result();
        types.bind(written, result, wanted.given());
        return explained(
                () ->
                        types.accept(
                                written, result, wanted.given(), "the result of " + wanted.what()),
                error -> signed(error, function.of()));
    }

    /// What refuses a step, with more to say.
    private static Value explained(Supplier<Value> step, UnaryOperator<Diagnostic> more) {
        try {
            return step.get();
        } catch (Refusal refusal) {
            throw refusal.diagnostic().map(more).map(Refusal::of).orElse(refusal);
        }
    }

    private static String argument(int k, Wanted wanted) {
        return wanted.count() == 1
                ? "the argument of " + wanted.what()
                : "argument " + (k + 1) + " of " + wanted.what();
    }

    private static void requireCount(Wanted wanted, List<Given> given, Span at) {
        var named = given.stream().flatMap(g -> g.name().stream()).findFirst();
        if (named.isPresent() || given.size() != wanted.count()) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "type/function-call",
                                    named.map(n -> n.span()).orElse(at),
                                    wanted.what()
                                            + " is declared "
                                            + wanted.type().span().text()
                                            + ", which takes "
                                            + Wording.times(wanted.count(), "argument")
                                            + " by position, but "
                                            + named.map(n -> "`" + n + "` is given by name")
                                                    .orElse("was given " + given.size()))
                            .label(wanted.type().span(), "declared here")
                            .help("the names of its parameters are no part of the type"));
        }
    }

    /// The call of a function for each element under indices: the arguments are scalars.
    void elements(Value.Typed function, List<Given> given, List<Value> values, Span at) {
        var wanted = function.wanted();
        requireCount(wanted, given, at);
        var types = new Unifier(evaluator, wanted.env().inner());
        for (int k = 0; k < values.size(); k++) {
            var written = wanted.type().parameters().get(k);
            var place = given.get(k).span();
            if (values.get(k) instanceof Value.Indexed(Value.Tensor tensor)) {
                var element = TensorType.scalar(tensor.type().element());
                types.bind(written, element, place);
                types.check(written, element, place, argument(k, wanted));
            } else {
                types.accept(written, values.get(k), place, argument(k, wanted));
            }
        }
    }

    /// How a value reads without what is asked of it.
    static Value plain(Value value) {
        return value instanceof Value.Typed t ? plain(t.of()) : value;
    }
}
