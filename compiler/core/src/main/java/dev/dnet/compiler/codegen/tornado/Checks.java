package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an entry point requires of sizes and data. The host sees to sizes and to its own arguments
/// before a run, or before the first turn of what it repeats. What a device computes is judged
/// there: a number for each such check is zero, or says which element is wrong and what it is, and
/// the host ends the call after the run.
///
/// @param onHost checks before a run
/// @param inTurns checks of sizes before the first turn of a repeat, by its number
/// @param onDevice checks whose numbers come back, in order
/// @param buffers those of the program, and one for these numbers if there are any
record Checks(
        List<Kernel.Routine> onHost,
        SortedMap<Integer, List<Kernel.Routine>> inTurns,
        List<Kernel.Routine> onDevice,
        List<Buffer> buffers) {
    /// The name of that buffer; no argument of a program can have it.
    static final String FAULTS = "%faults";

    private static final Set<String> ALL = Set.of("Require", "Require.all", "CheckIndices");

    static Checks of(LoopProgram program) {
        var onHost = new ArrayList<Kernel.Routine>();
        var inTurns = new TreeMap<Integer, List<Kernel.Routine>>();
        var onDevice = new ArrayList<Kernel.Routine>();
        for (int k = 0; k < program.kernels().size(); k++) {
            if (program.kernels().get(k) instanceof Kernel.Routine r && ALL.contains(r.routine())) {
                int repeat = innermost(program, k);
                if (repeat < 0) {
                    (isEarly(r, program) ? onHost : onDevice).add(r);
                } else if (r.routine().equals("Require")) {
                    inTurns.computeIfAbsent(repeat, n -> new ArrayList<>()).add(r);
                } else {
                    onDevice.add(r);
                }
            }
        }
        var buffers = new ArrayList<>(program.buffers());
        if (!onDevice.isEmpty()) {
            var type =
                    new TensorType(ElementType.I64, new Shape(List.of(Size.of(onDevice.size()))));
            buffers.add(
                    new Buffer(
                            buffers.size(),
                            "faults",
                            type,
                            new Buffer.Place.Argument(FAULTS),
                            Span.none()));
        }
        return new Checks(onHost, inTurns, onDevice, buffers);
    }

    /// The repeat that a kernel is in, or none; inner ones stand first.
    private static int innermost(LoopProgram program, int kernel) {
        for (int r = 0; r < program.repeats().size(); r++) {
            var repeat = program.repeats().get(r);
            if (repeat.from() <= kernel && kernel < repeat.to()) {
                return r;
            }
        }
        return -1;
    }

    private static boolean isEarly(Kernel.Routine check, LoopProgram program) {
        return switch (check.routine()) {
            case "Require" -> true;
            case "CheckIndices" ->
                    program.buffer(check.operands().getFirst()).place()
                            instanceof Buffer.Place.Argument;
            default -> false;
        };
    }

    /// The buffer of their numbers.
    int faults() {
        return buffers.size() - 1;
    }
}
