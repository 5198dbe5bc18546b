package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A parallel loop over points, each with loops of its own inside.
final class LoopKernel {
    private static final String BLOCK = "#block";

    private final Kernel.Loops kernel;
    private final List<Buffer> buffers;
    private final Strips strips;
    private final KernelNames names;
    private final IndexCode index;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private LoopKernel(
            Kernel.Loops kernel, List<Buffer> buffers, DeviceScalars scalars, Strips strips) {
        this.kernel = kernel;
        this.buffers = buffers;
        this.strips = strips;
        this.names = new KernelNames(buffers, scalars);
        this.index = new IndexCode(names::symbol);
    }

    static DeviceKernel write(
            Kernel.Loops kernel, List<Buffer> buffers, DeviceScalars scalars, Strips strips) {
        return new LoopKernel(kernel, buffers, scalars, strips).points(Optional.empty());
    }

    /// The sums of pieces.
    static DeviceKernel write(
            Split<Kernel.Loops> split, List<Buffer> buffers, DeviceScalars scalars, Strips strips) {
        return new LoopKernel(split.parts(), buffers, scalars, strips)
                .points(Optional.of(split.piece()));
    }

    /// One sweep of stores: its last axes are loops in an iteration, as many as it may have
    /// elements of. Where even the last is too long, or there is too little before it, iterations
    /// have blocks of it.
    static DeviceKernel map(
            Kernel.Loops kernel,
            Stage.Sweep sweep,
            List<Buffer> buffers,
            DeviceScalars scalars,
            Strips strips) {
        return new LoopKernel(kernel, buffers, scalars, strips).map(sweep);
    }

    private DeviceKernel points(Optional<Axis> piece) {
        none(code);
        names.decode(kernel.outer(), "point", "rest").forEach(s -> code.addStatement("$L", s));
        SweepWriter.declareLocals(kernel.stages(), names, code);
        for (var stage : kernel.stages()) {
            code.add("{\n").indent();
            var sweep = (Stage.Sweep) stage;
            if (piece.isPresent() && !sweep.axes().isEmpty()) {
                share(code, index, names, piece.get(), sweep.axes().getFirst());
                sweep(sweep, "from", "to");
            } else {
                sweep(sweep, "0", "");
            }
            code.unindent().add("}\n");
        }
        return finished(kernel.outer());
    }

    /// What a piece has of an axis.
    static void share(
            CodeBlock.Builder code, IndexCode index, KernelNames names, Axis piece, Axis axis) {
        var share = axis.extent().plus(piece.extent()).minus(1).floorDiv(piece.extent());
        code.addStatement("final int share = $L", index.print(share));
        code.addStatement("final int from = $L * share", names.axis(piece.name()));
        code.addStatement(
                "final int to = Math.min($L, from + share) + $L",
                index.print(axis.extent()),
                DeviceScalars.NONE);
    }

    private DeviceKernel finished(List<Axis> outer) {
        var launch = Launch.loop(Axis.points(outer));
        return DeviceKernel.of(kernel, names, launch, code.build());
    }

    private void sweep(Stage.Sweep sweep, String from, String to) {
        if (StripSweep.pays(sweep, buffers)) {
            new StripSweep(names, sweep, buffers, strips.strip(), code).write(from, to);
        } else {
            var plan = SweepPlan.of(sweep, buffers);
            new SweepWriter(names, sweep, plan, Width.PLAIN, code).write(from, to);
        }
    }

    /// A zero that TornadoVM does not know for one.
    static void none(CodeBlock.Builder code) {
        code.addStatement("final int $L = point >> 31", DeviceScalars.NONE);
    }

    private DeviceKernel map(Stage.Sweep sweep) {
        none(code);
        int inside = inside(sweep.axes());
        if (inside > 0) {
            var outer = sweep.axes().subList(0, sweep.axes().size() - inside);
            names.decode(outer, "point", "rest").forEach(s -> code.addStatement("$L", s));
            var inner = sweep.axes().subList(outer.size(), sweep.axes().size());
            sweep(new Stage.Sweep(inner, sweep.terms(), sweep.actions()), "0", "");
            return finished(outer);
        }
        var last = sweep.axes().getLast();
        var outer = new ArrayList<>(sweep.axes().subList(0, sweep.axes().size() - 1));
        int length = block(Axis.points(outer), last.extent());
        var block = new Axis(BLOCK, Extents.parts(last.extent(), length));
        outer.add(block);
        names.decode(outer, "point", "rest").forEach(s -> code.addStatement("$L", s));
        code.addStatement("final int first = $L * $L", names.axis(BLOCK), length);
        code.addStatement(
                "final int end = Math.min($L, first + $L) + $L",
                index.print(last.extent()),
                length,
                DeviceScalars.NONE);
        sweep(new Stage.Sweep(List.of(last), sweep.terms(), sweep.actions()), "first", "end");
        return finished(outer);
    }

    /// How many of the last axes are loops in an iteration, none if not even one is.
    private int inside(List<Axis> axes) {
        int inside = 0;
        for (int k = axes.size() - 1; k > 0; k--) {
            var inner = Axis.points(axes.subList(k, axes.size()));
            var outer = Axis.points(axes.subList(0, k));
            if (inner.isConstant()
                    && inner.value() <= strips.run()
                    && Extents.typical(outer) >= strips.busy()) {
                inside = axes.size() - k;
            }
        }
        return inside;
    }

    /// How long blocks of the last axis are: so that there are enough of them, and a whole number
    /// of strips.
    private int block(Size before, Size last) {
        if (!last.isConstant()) {
            return strips.run() / 4;
        }
        long blocks = Math.ceilDiv(strips.busy(), Math.max(1, Extents.typical(before)));
        long each = Math.clamp(Math.ceilDiv(last.value(), blocks), 1, strips.run());
        return (int) Math.ceilDiv(each, strips.strip()) * strips.strip();
    }
}
