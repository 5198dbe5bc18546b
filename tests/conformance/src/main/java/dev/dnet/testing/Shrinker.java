package dev.dnet.testing;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Verifier;
import dev.dnet.compiler.pass.Pass;
import dev.dnet.compiler.pass.Pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Makes a failing program small while it keeps failing: fewer outputs, values replaced by one of
/// their operands or by an input that holds the same numbers, and symbols bound to 1.
public final class Shrinker {
    private static final int MOST_TRIES = 2000;
    private static final Pass DEAD_CODE = Pipeline.standard().find("dead-code").orElseThrow();

    private final Predicate<Sample> fails;
    private int tries;

    private Shrinker(Predicate<Sample> fails) {
        this.fails = fails;
    }

    /// The smallest program found; the predicate is asked of candidates, and an exception in it
    /// counts as a failure of the candidate to fail.
    public static Sample shrink(Sample failing, Predicate<Sample> fails) {
        var shrinker = new Shrinker(fails);
        var smallest = failing;
        for (var smaller = Optional.of(failing); smaller.isPresent(); ) {
            smallest = smaller.get();
            smaller = shrinker.smaller(smallest);
        }
        return smallest;
    }

    private Optional<Sample> smaller(Sample sample) {
        return candidates(sample)
                .map(Shrinker::tidy)
                .filter(c -> size(c) < size(sample) && tries++ < MOST_TRIES)
                .filter(c -> Verifier.problems(c.graph(), Verifier.Stage.ELABORATED).isEmpty())
                .filter(this::stillFails)
                .findFirst();
    }

    /// By weight: values and outputs, then elements, then whether they are whole numbers.
    private static long size(Sample sample) {
        long values =
                sample.graph().instrs().stream()
                        .mapToLong(i -> i.op() instanceof Input ? 2 : 3)
                        .sum();
        long elements =
                sample.inputs().values().stream()
                        .mapToLong(v -> 2L * v.size() + (isWhole(v) ? 0 : 1))
                        .sum();
        return (values + 2L * sample.graph().outputs().size()) * 100_000 + elements;
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private boolean stillFails(Sample candidate) {
        try {
            return fails.test(candidate);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Stream<Sample> candidates(Sample sample) {
        return Stream.of(
                        fewerOutputs(sample),
                        cuts(sample),
                        shortcuts(sample),
                        otherOutputs(sample),
                        smallerInputs(sample),
                        plainerInputs(sample))
                .flatMap(s -> s);
    }

    private static Stream<Sample> fewerOutputs(Sample sample) {
        var outputs = sample.graph().outputs();
        var alone = outputs.stream().map(List::of);
        var without =
                outputs.stream()
                        .map(o -> outputs.stream().filter(other -> !other.equals(o)).toList());
        return Stream.concat(alone, without)
                .filter(o -> !o.isEmpty() && o.size() < outputs.size())
                .map(o ->
                        sample.with(new Graph(sample.graph().name(), sample.graph().instrs(), o)));
    }

    /// A value becomes an input with the numbers that it had; the latest first, which cuts most.
    private static Stream<Sample> cuts(Sample sample) {
        return computed(sample).flatMap(i -> cut(sample, i).stream());
    }

    private static Stream<Integer> computed(Sample sample) {
        return Stream.iterate(sample.graph().size() - 1, i -> i >= 0, i -> i - 1)
                .filter(i -> !(sample.graph().instr(i).op() instanceof Input));
    }

    private static Optional<Sample> cut(Sample sample, int value) {
        try {
            var content = valueOf(sample, value);
            var type = sample.graph().type(value);
            var path = "v" + value + "_" + sample.inputs().size();
            var instr =
                    new Instr(
                            new Input(Input.Role.ARGUMENT, path, type),
                            List.of(),
                            type,
                            "",
                            sample.graph().instr(value).span());
            var inputs = new HashMap<>(sample.inputs());
            inputs.put(path, content);
            return Optional.of(
                    new Sample(sample.seed(), replaced(sample.graph(), value, instr), inputs));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static NdArray valueOf(Sample sample, int value) {
        var output = List.of(new Output(Output.Kind.RESULT, "v", value));
        var graph = new Graph("cut", sample.graph().instrs().subList(0, value + 1), output);
        var differentiated = Pipeline.standard().passes().getFirst().run().apply(graph);
        return Interpreter.run(differentiated, sample.inputs()).result("v");
    }

    private static Graph replaced(Graph graph, int value, Instr by) {
        var instrs = new ArrayList<>(graph.instrs());
        instrs.set(value, by);
        return new Graph(graph.name(), instrs, graph.outputs());
    }

    /// A value is replaced by an operand of the same type.
    private static Stream<Sample> shortcuts(Sample sample) {
        return computed(sample)
                .flatMap(i ->
                        sample.graph().instr(i).args().stream()
                                .filter(a -> sample.graph().type(a).equals(sample.graph().type(i)))
                                .map(a -> sample.with(renamed(sample.graph(), i, a))));
    }

    private static Graph renamed(Graph graph, int from, int to) {
        var builder = new GraphBuilder(graph.name());
        for (var i : graph.instrs()) {
            var args = i.args().stream().map(a -> a == from ? to : a).toList();
            builder.append(new Instr(i.op(), args, i.type(), i.hint(), i.span()));
        }
        graph.outputs()
                .forEach(o ->
                        builder.output(o.kind(), o.name(), o.value() == from ? to : o.value()));
        return builder.build();
    }

    /// Instead of what leaves the program, an operand of it leaves.
    private static Stream<Sample> otherOutputs(Sample sample) {
        var outputs = sample.graph().outputs();
        if (outputs.size() > 1) {
            return Stream.of();
        }
        return outputs.stream()
                .flatMap(o -> sample.graph().instr(o.value()).args().stream())
                .map(a -> List.of(new Output(Output.Kind.RESULT, "y", a)))
                .map(o ->
                        sample.with(new Graph(sample.graph().name(), sample.graph().instrs(), o)));
    }

    /// Along each axis that a symbol gives, only the first element.
    private static Stream<Sample> smallerInputs(Sample sample) {
        return Stream.of("N", "M")
                .map(symbol -> new Sample(sample.seed(), sample.graph(), first(sample, symbol)));
    }

    private static Map<String, NdArray> first(Sample sample, String symbol) {
        var inputs = new HashMap<>(sample.inputs());
        for (int i : sample.graph().inputs()) {
            var input = (Input) sample.graph().instr(i).op();
            var sizes = input.declared().shape().sizes();
            inputs.computeIfPresent(
                    input.path(),
                    (path, value) -> {
                        var shape = value.shape().clone();
                        Arrays.setAll(
                                shape, a -> sizes.get(a).toString().equals(symbol) ? 1 : shape[a]);
                        return NdArray.generate(shape, value::at);
                    });
        }
        return inputs;
    }

    /// Whole numbers instead of long fractions.
    private static Stream<Sample> plainerInputs(Sample sample) {
        return sample.inputs().entrySet().stream()
                .filter(e -> !isWhole(e.getValue()))
                .map(e -> {
                    var inputs = new HashMap<>(sample.inputs());
                    inputs.put(e.getKey(), e.getValue().map(Math::rint));
                    return new Sample(sample.seed(), sample.graph(), inputs);
                });
    }

    private static boolean isWhole(NdArray value) {
        return Arrays.stream(value.data()).allMatch(v -> v == Math.rint(v));
    }

    private static Sample tidy(Sample sample) {
        var graph = DEAD_CODE.run().apply(sample.graph());
        var live = new boolean[graph.size()];
        graph.instrs().forEach(i -> i.args().forEach(a -> live[a] = true));
        graph.outputs().forEach(o -> live[o.value()] = true);
        var builder = new GraphBuilder(graph.name());
        var renamed = new int[graph.size()];
        var inputs = new HashMap<String, NdArray>();
        for (int i = 0; i < graph.size(); i++) {
            var instr = graph.instr(i);
            if (live[i] || !(instr.op() instanceof Input)) {
                var args = instr.args().stream().map(a -> renamed[a]).toList();
                renamed[i] =
                        builder.append(
                                new Instr(
                                        instr.op(),
                                        args,
                                        instr.type(),
                                        instr.hint(),
                                        instr.span()));
            }
            if (live[i] && instr.op() instanceof Input input) {
                inputs.put(
                        input.path(),
                        Optional.ofNullable(sample.inputs().get(input.path())).orElseThrow());
            }
        }
        graph.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        return new Sample(sample.seed(), builder.build(), inputs);
    }
}
