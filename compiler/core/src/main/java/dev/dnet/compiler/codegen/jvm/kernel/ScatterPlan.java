package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;

import java.util.List;

/// How a [Kernel.Scatter] is divided: a copy of the start, and updates that threads may share.
public final class ScatterPlan {
    private ScatterPlan() {}

    /// The copy.
    public static Kernel.Loops start(Kernel.Scatter kernel, List<Buffer> buffers) {
        var type = buffers.get(kernel.target()).type();
        var axis = new Axis("c0", type.shape().elements());
        var load = new BodyBuilder();
        int value = load.load(type.element(), kernel.start(), List.of(axis.index()));
        var store = new Stage.Action.Store(kernel.target(), axis.index(), value);
        var sweep = new Stage.Sweep(List.of(axis), load.terms(), List.of(store));
        return new Kernel.Loops(
                kernel.name() + "_start", kernel.spans(), List.of(), List.of(sweep));
    }

    /// Whether threads may share the innermost axis: it moves the target contiguously, so that each
    /// element has its updates in one order.
    public static boolean isShared(Kernel.Scatter kernel) {
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

    /// What is done at a point of the domain whose terms are known.
    public static void update(
            Kernel.Scatter kernel, KernelNames names, TermWriter terms, CodeBlock.Builder code) {
        var place = terms.place(kernel.target(), kernel.index());
        var value = terms.scalarName(kernel.body().result());
        var sum =
                kernel.replaces()
                        ? CodeBlock.of("$L", value)
                        : CodeBlock.of("$L + $L", names.scalars().load(place), value);
        if (!kernel.guard().isAlways()) {
            code.beginControlFlow("if ($L)", terms.guard(kernel.guard()));
        }
        code.addStatement("$L", names.scalars().store(place, sum));
        if (!kernel.guard().isAlways()) {
            code.endControlFlow();
        }
    }
}
