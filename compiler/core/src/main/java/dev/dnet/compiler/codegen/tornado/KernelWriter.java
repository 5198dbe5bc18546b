package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.AccumulateWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.ScatterPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// Writes what one thread of a device does at its point.
final class KernelWriter {
    private final List<Buffer> buffers;
    private final KernelNames names;
    private final IndexCode index;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private KernelWriter(List<Buffer> buffers, DeviceScalars scalars) {
        this.buffers = buffers;
        this.names = new KernelNames(buffers, scalars);
        this.index = new IndexCode(names::symbol);
    }

    static DeviceKernel write(Kernel.Loops kernel, List<Buffer> buffers, DeviceScalars scalars) {
        return new KernelWriter(buffers, scalars).write(kernel);
    }

    private DeviceKernel write(Kernel.Loops kernel) {
        decode(kernel.outer());
        SweepWriter.declareLocals(kernel.stages(), names, code);
        boolean several = kernel.stages().size() > 1;
        for (var stage : kernel.stages()) {
            if (several) {
                code.add("{\n").indent();
            }
            switch (stage) {
                case Stage.Sweep s ->
                        new SweepWriter(names, s, SweepPlan.of(s, buffers), Width.PLAIN, code)
                                .write();
                case Stage.Accumulate a ->
                        new AccumulateWriter(names, a, Width.PLAIN, code).write("0", "");
            }
            if (several) {
                code.unindent().add("}\n");
            }
        }
        return finished(kernel, product(kernel.outer()));
    }

    private static Size product(List<Axis> axes) {
        return Size.product(axes.stream().map(Axis::extent).toList());
    }

    private DeviceKernel finished(Kernel kernel, Size points) {
        return new DeviceKernel(
                kernel.name(),
                Docs.of(kernel.spans()),
                names.symbols(),
                names.buffers(),
                points,
                code.build());
    }

    /// The axes of a point from its number.
    private void decode(List<Axis> axes) {
        var source = "point";
        for (int a = axes.size() - 1; a >= 0; a--) {
            var i = names.axis(axes.get(a).name());
            if (a == 0) {
                code.addStatement("final int $L = $L", i, source);
            } else {
                var extent = index.factor(axes.get(a).extent());
                code.addStatement("final int $L = $L % $L", i, source, extent);
                code.addStatement("final int rest$L = $L / $L", a, source, extent);
                source = "rest" + a;
            }
        }
    }

    /// The updates of a scatter, in the order of its domain: a thread for each place of the
    /// innermost axis where they may be shared, else one for all.
    static DeviceKernel write(Kernel.Scatter kernel, List<Buffer> buffers, DeviceScalars scalars) {
        return new KernelWriter(buffers, scalars).write(kernel);
    }

    private DeviceKernel write(Kernel.Scatter kernel) {
        var sweep = new Stage.Sweep(kernel.domain(), kernel.body().terms(), List.of());
        var terms = new TermWriter(names, sweep.terms(), SweepPlan.of(sweep, buffers));
        boolean shared = ScatterPlan.isShared(kernel);
        int serial = kernel.domain().size() - (shared ? 1 : 0);
        for (var axis : kernel.domain()) {
            names.axis(axis.name());
        }
        for (var axis : kernel.domain().subList(0, serial)) {
            var i = names.axis(axis.name());
            var extent = index.print(axis.extent());
            code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", i, i, extent, i);
        }
        if (shared) {
            var last = names.axis(kernel.domain().getLast().name());
            code.addStatement("final int $L = point", last);
        }
        for (int depth = 0; depth <= kernel.domain().size(); depth++) {
            terms.scalars(code, depth);
        }
        var update = update(kernel, terms);
        if (kernel.guard().isAlways()) {
            code.addStatement("$L", update);
        } else {
            code.beginControlFlow("if ($L)", terms.guard(kernel.guard()));
            code.addStatement("$L", update);
            code.endControlFlow();
        }
        for (int a = 0; a < serial; a++) {
            code.endControlFlow();
        }
        return finished(kernel, shared ? kernel.domain().getLast().extent() : Size.ONE);
    }

    private CodeBlock update(Kernel.Scatter kernel, TermWriter terms) {
        var place = terms.place(kernel.target(), kernel.index());
        return names.scalars()
                .store(
                        place,
                        CodeBlock.of(
                                "$L + $L",
                                names.scalars().load(place),
                                terms.scalarName(kernel.body().result())));
    }
}
