package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Term;

/// What lies side by side in memory.
final class Neighbours {
    private Neighbours() {}

    /// Whether neighbouring points read neighbouring elements, and the steps of their loops do not.
    static boolean areAcross(Kernel.Loops kernel) {
        if (kernel.outer().isEmpty()) {
            return false;
        }
        var point = kernel.outer().getLast();
        boolean across = false;
        for (var stage : kernel.stages()) {
            if (stage instanceof Stage.Sweep sweep && !sweep.axes().isEmpty()) {
                var step = sweep.axes().getLast();
                if (sweep.terms().stream().anyMatch(t -> walks(t, step))) {
                    return false;
                }
                across |= sweep.terms().stream().anyMatch(t -> walks(t, point));
            }
        }
        return across;
    }

    private static boolean walks(Term term, Axis axis) {
        return term instanceof Term.Load load
                && Linear.coefficient(load.index().getFirst(), axis.name())
                        .filter(c -> c.is(1))
                        .isPresent();
    }
}
