package dev.dnet.cli;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Term;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What kernels cost for given sizes: floating-point operations, a multiply-add counted as two, and
/// memory.
record Cost(LoopProgram program, Map<String, Long> sizes) {
    private static final long ALIGNMENT = 64;
    private static final Set<Fn> FREE = Set.of(Fn.CAST, Fn.SELECT, Fn.AND, Fn.OR, Fn.NOT);

    /// Operations of a kernel; empty for a routine, whose inside is not visible.
    Optional<Long> flops(Kernel kernel) {
        return switch (kernel) {
            case Kernel.Loops k ->
                    Optional.of(
                            points(k.outer()) * k.stages().stream().mapToLong(this::stage).sum());
            case Kernel.Contraction k -> {
                long elements = points(k.batch()) * points(k.rows()) * points(k.columns());
                long after = k.epilogue().map(e -> terms(e.terms())).orElse(0L);
                yield Optional.of(elements * (2 * points(k.reduce()) + after));
            }
            case Kernel.Scatter k ->
                    Optional.of(points(k.domain()) * (terms(k.body().terms()) + 1));
            case Kernel.Routine k -> Optional.empty();
        };
    }

    /// Bytes of the arena that a call needs.
    long arena() {
        return program.memory().slots().stream()
                .mapToLong(s -> Math.ceilDiv(s.bytes().evaluate(sizes), ALIGNMENT) * ALIGNMENT)
                .sum();
    }

    private long stage(Stage stage) {
        return switch (stage) {
            case Stage.Sweep s -> {
                long folds =
                        s.actions().stream().filter(Stage.Action.Fold.class::isInstance).count();
                yield points(s.axes()) * (terms(s.terms()) + folds);
            }
            case Stage.Accumulate a ->
                    points(a.map()) * points(a.reduce()) * (terms(a.terms()) + 1);
        };
    }

    private static long terms(List<Term> terms) {
        return terms.stream()
                .filter(t -> t instanceof Term.Apply a && !FREE.contains(a.fn()))
                .count();
    }

    private long points(List<Axis> axes) {
        return axes.stream().mapToLong(a -> a.extent().evaluate(sizes)).reduce(1, (a, b) -> a * b);
    }
}
