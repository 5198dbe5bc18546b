package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.loops.Touched;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A group of threads for each point, or for `across` neighbouring points: the threads of a point
/// share each sweep, one after the other, and know every scalar. Barriers are reached by all of a
/// group, so a thread behind the last point does again what that of the last point does, and writes
/// nothing.
final class GroupKernel {
    /// The threads of a group: `lanes` for each of `across` points.
    record Shape(int across, int lanes) {
        int threads() {
            return across * lanes;
        }
    }

    private final Kernel.Loops kernel;
    private final List<Buffer> buffers;
    private final Shape shape;
    private final Optional<Axis> piece;
    private final KernelNames names;
    private final LocalMemory memory = new LocalMemory();
    private final CodeBlock.Builder code = CodeBlock.builder();
    private final Set<Object> read = new HashSet<>();
    private final Set<Object> written = new HashSet<>();

    private GroupKernel(
            Kernel.Loops kernel,
            List<Buffer> buffers,
            DeviceScalars scalars,
            Shape shape,
            Optional<Axis> piece) {
        this.kernel = kernel;
        this.buffers = buffers;
        this.shape = shape;
        this.piece = piece;
        this.names = new KernelNames(buffers, scalars);
    }

    static DeviceKernel write(
            Kernel.Loops kernel, List<Buffer> buffers, DeviceScalars scalars, Shape shape) {
        return new GroupKernel(kernel, buffers, scalars, shape, Optional.empty()).write();
    }

    /// The sums of pieces: a group has the elements of one.
    static DeviceKernel write(
            Split<Kernel.Loops> split, List<Buffer> buffers, DeviceScalars scalars, Shape shape) {
        return new GroupKernel(split.parts(), buffers, scalars, shape, Optional.of(split.piece()))
                .write();
    }

    private DeviceKernel write() {
        var points = Axis.points(kernel.outer());
        begin(points);
        SweepWriter.declareLocals(kernel.stages(), names, code);
        for (var stage : kernel.stages()) {
            await(stage);
            code.add("{\n").indent();
            switch (stage) {
                case Stage.Sweep s ->
                        new GroupSweep(names, s, buffers, memory, shape, piece, code)
                                .write(isInPlace(stage));
                case Stage.Accumulate a -> throw new IllegalStateException("not a point's: " + a);
            }
            code.unindent().add("}\n");
        }
        var groups = points.plus(shape.across() - 1).floorDiv(shape.across());
        return DeviceKernel.of(
                kernel,
                names,
                Launch.groups(groups, shape.threads()),
                memory.declarations(),
                code.build());
    }

    private void begin(Size points) {
        code.addStatement("final int thread = context.localIdx");
        if (shape.across() == 1) {
            names.decode(kernel.outer(), "group", "rest").forEach(s -> code.addStatement("$L", s));
            return;
        }
        int across = shape.across();
        var last = new IndexCode(names::symbol).print(points.minus(1));
        code.addStatement("final int lane = thread / $L", across);
        code.addStatement("final int own = group * $L + thread % $L", across, across);
        code.addStatement("final int point = Math.min(own, $L)", last);
        names.decode(kernel.outer(), "point", "rest").forEach(s -> code.addStatement("$L", s));
    }

    /// A stage that touches what threads of another stage wrote, or writes what they read, has to
    /// wait for them.
    private void await(Stage stage) {
        var touched = touched(stage);
        var reads = memory(touched.reads());
        var writes = memory(touched.writes());
        if (meet(reads, written) || meet(writes, written) || meet(writes, read)) {
            code.addStatement("context.globalBarrier()");
            read.clear();
            written.clear();
        }
        read.addAll(reads);
        written.addAll(writes);
    }

    private boolean isInPlace(Stage stage) {
        var touched = touched(stage);
        return meet(memory(touched.reads()), memory(touched.writes()));
    }

    private Touched touched(Stage stage) {
        return Touched.by(
                new Kernel.Loops(kernel.name(), kernel.spans(), kernel.outer(), List.of(stage)));
    }

    private static boolean meet(Set<Object> some, Set<Object> others) {
        return some.stream().anyMatch(others::contains);
    }

    /// The old and the new content of a variable are two buffers in one place.
    private Set<Object> memory(Collection<Integer> ids) {
        var places = new HashSet<Object>();
        for (int id : ids) {
            var buffer = buffers.get(id);
            if (!buffer.isLocal()) {
                places.add(buffer.place() instanceof Buffer.Place.Variable v ? v.path() : id);
            }
        }
        return places;
    }
}
