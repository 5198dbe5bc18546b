package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Calls of `vmap(f)`: a scan that carries nothing, whose turns call `f` with slices of the
/// arguments. Models, numbers and whatever else holds no tensor are passed on as they are.
final class Mappings {
    private static final String AXES =
            "say which axis of each argument is gone along, `none` for one that every call gets"
                    + " whole: vmap(f, axes: (1, none))";
    private final Evaluator evaluator;
    private final Session session;

    Mappings(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.session = evaluator.session();
    }

    /// An argument: its axis, if it is gone along, and the tensors in it with that axis first.
    private record Mapped(Given given, Optional<Integer> axis, Value along) {
        List<Value.Tensor> tensors() {
            return axis.isEmpty() ? List.of() : Trees.leaves(along);
        }
    }

    Value call(Value.Mapping mapping, List<Given> given, Span at, Env env) {
        var known = given.stream().map(g -> g.known(evaluator, env)).toList();
        var axes = new MappedAxes(mapping).of(known, env);
        var mapped =
                IntStream.range(0, known.size())
                        .mapToObj(k -> mapped(known.get(k), axes.get(k), env))
                        .toList();
        var tensors = mapped.stream().flatMap(m -> m.tensors().stream()).toList();
        var loop =
                new Turns.Loop(
                        Optional.of(length(mapped, at, env)),
                        false,
                        env.segments().map(Segments.Wish::take),
                        tensors,
                        List.of());
        var inside = env.building(Optional.empty()).segments(Optional.empty());
        var form = new ArrayList<Leaves>();
        var results =
                new Turns(evaluator)
                        .run(
                                loop,
                                turn -> {
                                    form.clear();
                                    var value = turn(mapping, mapped, turn.slices(), at, inside);
                                    form.add(Leaves.of(value, at, evaluator, "`vmap`"));
                                    return new Turns.Gave(List.of(), form.getFirst().tensors());
                                });
        return form.getFirst().take(new ArrayList<>(results.stacked()));
    }

    private Mapped mapped(Given given, Optional<Integer> axis, Env env) {
        var value = given.value(env);
        return axis.isEmpty() || Trees.leaves(value).isEmpty()
                ? new Mapped(given, Optional.empty(), value)
                : new Mapped(given, axis, Trees.map(value, t -> first(t, axis.get(), given)));
    }

    /// A tensor with one of its axes before all others.
    private Value.Tensor first(Value.Tensor tensor, int given, Given argument) {
        int rank = tensor.type().rank();
        if (rank == 0) {
            throw Refusal.of(
                    "vmap/scalar",
                    argument.span(),
                    "`vmap` goes along an axis, and this is " + tensor.type(),
                    "what every call gets whole has `none`: vmap(f, axes: (0, none))");
        }
        if (given < -rank || given >= rank) {
            throw Refusal.of(
                    "vmap/axis",
                    argument.span(),
                    "`vmap` along axis " + given + " of " + tensor.type(),
                    "axes count from 0 to "
                            + (rank - 1)
                            + ", or from the end: -1 to -"
                            + rank
                            + "; `none` passes an argument on whole");
        }
        int axis = given < 0 ? given + rank : given;
        if (axis == 0) {
            return tensor;
        }
        var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.rotate(order.subList(0, axis + 1), 1);
        var x = new Expr(session.graph(), tensor.position());
        return session.tensor(Formulas.transpose(x, order).value());
    }

    /// How many calls there are.
    private static Size length(List<Mapped> mapped, Span at, Env env) {
        Optional<Size> length = Optional.empty();
        var first = mapped.stream().filter(m -> m.axis().isPresent()).findFirst();
        for (var argument : mapped) {
            for (var tensor : argument.tensors()) {
                var size = tensor.type().shape().size(0);
                if (length.isPresent() && !length.get().equals(size)) {
                    throw unequal(length.get(), first.orElseThrow(), size, argument, env);
                }
                length = Optional.of(size);
            }
        }
        return length.orElseThrow(() -> nothing(mapped, at, env));
    }

    private static Refusal unequal(Size one, Mapped first, Size other, Mapped argument, Env env) {
        return Refusal.of(
                Diagnostic.error(
                                "vmap/length",
                                argument.given().span(),
                                "`vmap` along axes of " + one + " and " + other)
                        .label(first.given().span(), "axis " + axis(first) + ": " + one)
                        .label(
                                argument.given().span(),
                                "axis "
                                        + axis(argument)
                                        + " of "
                                        + Describe.of(argument.given().value(env))
                                        + ": "
                                        + other)
                        .help(AXES));
    }

    private static int axis(Mapped mapped) {
        return mapped.axis().orElseThrow();
    }

    private static Refusal nothing(List<Mapped> mapped, Span at, Env env) {
        var words = mapped.stream().map(m -> Describe.of(m.given().value(env))).toList();
        return Refusal.of(
                "vmap/nothing",
                at,
                words.isEmpty()
                        ? "`vmap` without arguments has no axis to go along"
                        : "`vmap` goes along no axis of its arguments: " + Wording.list(words),
                "give it a tensor, and leave at least one without `none`; n times the same:"
                        + " [f(x) for i in 0..n]");
    }

    /// One call of the function.
    private Value turn(
            Value.Mapping mapping,
            List<Mapped> mapped,
            List<Value.Tensor> slices,
            Span at,
            Env inside) {
        var before = session.held();
        var rest = new ArrayList<>(slices);
        var passed = mapped.stream().map(m -> slice(m, rest)).toList();
        Value value;
        try {
            value = evaluator.now(evaluator.calls().call(mapping.of(), passed, at, inside));
        } catch (Refusal refusal) {
            throw ofSlice(refusal, mapped, inside);
        }
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        var written = session.changedSince(before);
        if (!written.isEmpty()) {
            throw writes(mapping, written, at);
        }
        return value;
    }

    /// Where an argument does not fit, what it was a slice of.
    private static Refusal ofSlice(Refusal refusal, List<Mapped> mapped, Env env) {
        if (refusal.diagnostic().isEmpty()) {
            return refusal;
        }
        var error = refusal.diagnostic().get();
        for (var argument : mapped) {
            if (argument.axis().isPresent() && argument.given().span().equals(error.span())) {
                var whole = Describe.of(argument.given().value(env));
                error =
                        error.label(
                                error.span(),
                                "each call gets a slice of "
                                        + whole
                                        + " along axis "
                                        + axis(argument));
                error = error.code().startsWith("type/") ? error.help(AXES) : error;
            }
        }
        return Refusal.of(error);
    }

    private static Given slice(Mapped mapped, List<Value.Tensor> rest) {
        if (mapped.axis().isEmpty()) {
            return mapped.given();
        }
        var value = Trees.map(mapped.along(), t -> rest.removeFirst());
        return new Given(mapped.given().span(), mapped.given().name(), path -> value);
    }

    private static Refusal writes(Value.Mapping mapping, List<Program.Variable> written, Span at) {
        var names =
                written.stream().map(v -> "`" + v.path() + "`").collect(Collectors.joining(", "));
        return Refusal.of(
                "vmap/write",
                at,
                "`vmap` of " + Describe.of(mapping.of()) + ", which writes " + names,
                "its calls stand beside each other, so no write is the last: `scan` has an order,"
                        + " and net.infer(x) writes nothing");
    }
}
