package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Term;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A parallel loop over strips of points that lie side by side in memory, as the columns of a
/// matrix: each step of the loops inside goes through a whole strip, whose scalars are in private
/// arrays.
final class LaneKernel {
    private static final String STRIP = "#strip";

    private final Kernel.Loops kernel;
    private final List<Buffer> buffers;
    private final int wide;
    private final KernelNames names;
    private final IndexCode index;
    private final SequencedMap<Integer, Lane> locals = new LinkedHashMap<>();
    private final CodeBlock.Builder code = CodeBlock.builder();

    private LaneKernel(
            Kernel.Loops kernel, List<Buffer> buffers, DeviceScalars scalars, Strips strips) {
        this.kernel = kernel;
        this.buffers = buffers;
        this.names = new KernelNames(buffers, scalars);
        this.index = new IndexCode(names::symbol);
        var points = kernel.outer().getLast().extent();
        this.wide =
                points.isConstant()
                        ? (int) Math.min(points.value(), strips.strip())
                        : strips.strip();
    }

    /// Whether a kernel may be written so: every fold is a sum, a product or an extreme, and there
    /// are no truth values to keep.
    static boolean isPossible(Kernel.Loops kernel, List<Buffer> buffers) {
        return kernel.stages().stream()
                .allMatch(s ->
                        s instanceof Stage.Sweep sweep
                                && sweep.actions().stream().allMatch(a -> takes(a, buffers)));
    }

    private static boolean takes(Stage.Action action, List<Buffer> buffers) {
        return switch (action) {
            case Stage.Action.Fold f -> SweepPlan.isFold(f.reducer());
            case Stage.Action.Store s -> {
                var target = buffers.get(s.target());
                yield !target.isLocal() || target.type().element() != ElementType.BOOL;
            }
        };
    }

    static DeviceKernel write(
            Kernel.Loops kernel, List<Buffer> buffers, DeviceScalars scalars, Strips strips) {
        return new LaneKernel(kernel, buffers, scalars, strips).write(Optional.empty());
    }

    /// The sums of pieces.
    static DeviceKernel write(
            Split<Kernel.Loops> split, List<Buffer> buffers, DeviceScalars scalars, Strips strips) {
        return new LaneKernel(split.parts(), buffers, scalars, strips)
                .write(Optional.of(split.piece()));
    }

    private DeviceKernel write(Optional<Axis> piece) {
        LoopKernel.none(code);
        var last = kernel.outer().getLast();
        var outer = new ArrayList<>(kernel.outer().subList(0, kernel.outer().size() - 1));
        var parts = Extents.parts(last.extent(), wide);
        if (!parts.is(1)) {
            outer.add(new Axis(STRIP, parts));
        }
        names.decode(outer, "point", "rest").forEach(s -> code.addStatement("$L", s));
        if (parts.is(1)) {
            code.addStatement("final int first = 0");
        } else {
            code.addStatement("final int first = $L * $L", names.axis(STRIP), wide);
        }
        code.addStatement(
                "final int wide = Math.min($L, $L - first) + $L",
                wide,
                index.print(last.extent()),
                DeviceScalars.NONE);
        declare();
        for (var stage : kernel.stages()) {
            code.add("{\n").indent();
            sweep((Stage.Sweep) stage, piece);
            code.unindent().add("}\n");
        }
        var launch = Launch.loop(Axis.points(outer));
        return DeviceKernel.of(kernel, names, launch, code.build());
    }

    private void declare() {
        for (var stage : kernel.stages()) {
            for (var action : ((Stage.Sweep) stage).actions()) {
                int target = target(action);
                if (names.isLocal(target) && !locals.containsKey(target)) {
                    var lane = Lane.of(names.type(target));
                    locals.put(target, lane);
                    code.addStatement(
                            "final $T[] $L = new $T[$L]",
                            lane.java(),
                            array(target),
                            lane.java(),
                            wide);
                }
            }
        }
    }

    private static int target(Stage.Action action) {
        return switch (action) {
            case Stage.Action.Store s -> s.target();
            case Stage.Action.Fold f -> f.target();
        };
    }

    private String array(int local) {
        return names.buffer(local) + "Lanes";
    }

    private void lanes(Runnable body) {
        code.beginControlFlow("for (int lane = 0; lane < wide; lane++)");
        body.run();
        code.endControlFlow();
    }

    private void sweep(Stage.Sweep sweep, Optional<Axis> piece) {
        var folds = sweep.folds();
        if (!folds.isEmpty()) {
            lanes(() -> folds.forEach(f -> begin(f, sweep)));
        }
        boolean shared = piece.isPresent() && !sweep.axes().isEmpty();
        if (shared) {
            LoopKernel.share(code, index, names, piece.get(), sweep.axes().getFirst());
        }
        for (int a = 0; a < sweep.axes().size(); a++) {
            var i = names.axis(sweep.axes().get(a).name());
            code.beginControlFlow(
                    "for (int $L = $L; $L < $L; $L++)",
                    i,
                    shared && a == 0 ? "from" : "0",
                    i,
                    shared && a == 0
                            ? "to"
                            : names.scalars().end(index.print(sweep.axes().get(a).extent())),
                    i);
        }
        lanes(() -> point(sweep));
        sweep.axes().forEach(a -> code.endControlFlow());
    }

    private void begin(Stage.Action.Fold fold, Stage.Sweep sweep) {
        var type = sweep.terms().get(fold.value()).type();
        var start = SweepWriter.identity(fold.reducer(), type);
        code.addStatement("$L[lane] = $L", array(fold.target()), Lane.of(type).literal(start));
    }

    /// What is done at a point of the strip, in one step of the loops.
    private void point(Stage.Sweep sweep) {
        code.addStatement(
                "final int $L = first + lane", names.axis(kernel.outer().getLast().name()));
        locals.forEach((local, lane) -> {
            if (sweep.terms().stream().anyMatch(t -> reads(t, local))) {
                code.addStatement(
                        "final $T $L = $L[lane]", lane.java(), names.buffer(local), array(local));
            }
        });
        var terms = new TermWriter(names, sweep.terms(), SweepPlan.of(sweep, buffers));
        for (int depth = 0; depth <= sweep.axes().size(); depth++) {
            terms.scalars(code, depth);
        }
        for (var action : sweep.actions()) {
            switch (action) {
                case Stage.Action.Fold f -> {
                    var at = array(f.target()) + "[lane]";
                    var value = terms.scalarName(f.value());
                    code.addStatement("$L = $L", at, SweepWriter.combine(f.reducer(), at, value));
                }
                case Stage.Action.Store s -> store(s, terms);
            }
        }
    }

    private void store(Stage.Action.Store store, TermWriter terms) {
        var value = CodeBlock.of("$L", terms.scalarName(store.value()));
        if (names.isLocal(store.target())) {
            code.addStatement("$L[lane] = $L", array(store.target()), value);
        } else {
            var place = terms.place(store.target(), store.index());
            code.addStatement("$L", names.scalars().store(place, value));
        }
    }

    private static boolean reads(Term term, int local) {
        return term instanceof Term.Load load && load.operand() == local;
    }
}
