package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Pieces;
import dev.dnet.compiler.codegen.jvm.kernel.ScatterPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// Writes a [Kernel.Scatter]: a copy of the start, unless it lies there already, then the updates
/// in the order of the domain. Threads share the innermost axis where it moves the target
/// contiguously, so that each element has its updates in one order; otherwise one thread does all.
final class ScatterWriter {
    private ScatterWriter() {}

    static KernelCode write(Kernel.Scatter kernel, List<Buffer> buffers, Width width) {
        var phases = new ArrayList<KernelCode.Phase>();
        if (!kernel.isInPlace(buffers)) {
            var start = ScatterPlan.start(kernel, buffers);
            phases.add(LoopsWriter.write(start, buffers, width).phases().getFirst());
        }
        phases.add(update(kernel, buffers));
        return new KernelCode(phases, List.of(), List.of());
    }

    private static KernelCode.Phase update(Kernel.Scatter kernel, List<Buffer> buffers) {
        var names = new KernelNames(buffers);
        var code = CodeBlock.builder();
        var sweep = new Stage.Sweep(kernel.domain(), kernel.body().terms(), List.of());
        var terms = new TermWriter(names, sweep.terms(), SweepPlan.of(sweep, buffers));
        boolean shared = ScatterPlan.isShared(kernel);
        for (var axis : kernel.domain()) {
            var i = names.axis(axis.name());
            var extent = terms.index().factor(axis.extent());
            if (shared && axis.equals(kernel.domain().getLast())) {
                code.beginControlFlow(
                        "for (int $L = (int) ((long) $L * piece / pieces); $L < (int) ((long) $L * (piece + 1) / pieces); $L++)",
                        i,
                        extent,
                        i,
                        extent,
                        i);
            } else {
                code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", i, i, extent, i);
            }
        }
        for (int depth = 0; depth <= kernel.domain().size(); depth++) {
            terms.scalars(code, depth);
        }
        ScatterPlan.update(kernel, names, terms, code);
        kernel.domain().forEach(a -> code.endControlFlow());
        var pieces =
                shared
                        ? Pieces.of(
                                terms.index().print(kernel.domain().getLast().extent()),
                                terms.index()
                                        .bytes(
                                                Size.product(
                                                        kernel.domain().stream()
                                                                .map(Axis::extent)
                                                                .toList()),
                                                2))
                        : Pieces.ONE;
        return new KernelCode.Phase(
                kernel.name(),
                Docs.of(kernel.spans()),
                names.sizes(),
                names.buffers(),
                pieces,
                code.build());
    }
}
