package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.codegen.jvm.kernel.Pieces;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// Writes a [Kernel.Scatter]: a copy of the start, then the updates in the order of the domain.
/// Threads share the innermost axis where it moves the target contiguously, so that each element
/// has its updates in one order; otherwise one thread does all.
final class ScatterWriter {
    private ScatterWriter() {}

    static KernelCode write(Kernel.Scatter kernel, List<Buffer> buffers, Width width) {
        var copy = copy(kernel, buffers, width);
        var add = add(kernel, buffers);
        return new KernelCode(List.of(copy, add), List.of(), List.of());
    }

    private static KernelCode.Phase copy(Kernel.Scatter kernel, List<Buffer> buffers, Width width) {
        var type = buffers.get(kernel.target()).type();
        var axis = new Axis("c0", type.shape().elements());
        var load = new dev.dnet.compiler.nest.BodyBuilder();
        int value = load.load(type.element(), kernel.start(), List.of(axis.index()));
        var store = new Stage.Action.Store(kernel.target(), axis.index(), value);
        var sweep = new Stage.Sweep(List.of(axis), load.terms(), List.of(store));
        var loops =
                new Kernel.Loops(
                        kernel.name() + "_start", kernel.spans(), List.of(), List.of(sweep));
        return LoopsWriter.write(loops, buffers, width).phases().getFirst();
    }

    private static KernelCode.Phase add(Kernel.Scatter kernel, List<Buffer> buffers) {
        var names = new KernelNames(buffers);
        var code = CodeBlock.builder();
        var sweep = new Stage.Sweep(kernel.domain(), kernel.body().terms(), List.of());
        var terms = new TermWriter(names, sweep.terms(), SweepPlan.of(sweep, buffers));
        boolean shared = isShared(kernel);
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
        update(kernel, names, terms, code);
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

    private static boolean isShared(Kernel.Scatter kernel) {
        return !kernel.domain().isEmpty()
                && Linear.coefficient(kernel.index(), kernel.domain().getLast().name())
                        .filter(c -> c.is(1))
                        .isPresent()
                && kernel.index().symbols().stream()
                        .filter(s -> s.startsWith("%"))
                        .noneMatch(s -> moves(kernel, s));
    }

    /// Whether a step that the index uses depends on the innermost axis.
    private static boolean moves(Kernel.Scatter kernel, String step) {
        var sweep = new Stage.Sweep(kernel.domain(), kernel.body().terms(), List.of());
        return SweepPlan.of(sweep, List.of()).isInner(Integer.parseInt(step.substring(1)));
    }

    private static void update(
            Kernel.Scatter kernel, KernelNames names, TermWriter terms, CodeBlock.Builder code) {
        var lane = Lane.of(names.type(kernel.target()));
        if (!kernel.guard().isAlways()) {
            code.beginControlFlow("if ($L)", terms.guard(kernel.guard()));
        }
        code.addStatement("final long at = $L", terms.address(kernel.target(), kernel.index()));
        var target = names.buffer(kernel.target());
        code.addStatement(
                "$L.set($T.$L, at, $L.get($T.$L, at) + $L)",
                target,
                Names.LAYOUT,
                lane.layout(),
                target,
                Names.LAYOUT,
                lane.layout(),
                terms.scalarName(kernel.body().result()));
        if (!kernel.guard().isAlways()) {
            code.endControlFlow();
        }
    }
}
