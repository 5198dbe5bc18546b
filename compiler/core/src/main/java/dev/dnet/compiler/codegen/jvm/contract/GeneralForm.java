package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.Finish;
import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.Pieces;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// Any contraction as plain loops: one chain of fused multiply-adds for each element of the result,
/// in ascending order of the reduce axes. A factor out of range counts as zero; a term whose
/// divisions leave a rest is absent.
final class GeneralForm {
    private final Kernel.Contraction kernel;
    private final Finish finish;
    private final KernelNames names;
    private final Width width;
    private final List<Axis> out = new ArrayList<>();
    private final CodeBlock.Builder code = CodeBlock.builder();

    private GeneralForm(Kernel.Contraction kernel, List<Buffer> buffers, Width width) {
        this.kernel = kernel;
        this.finish = Finish.of(kernel, buffers, new Buffer.Place.Local(), List.of(), Size.ZERO);
        this.names = new KernelNames(finish.buffers());
        this.width = width;
        out.addAll(kernel.batch());
        out.addAll(kernel.rows());
        out.addAll(kernel.columns());
    }

    static KernelCode write(Kernel.Contraction kernel, List<Buffer> buffers, Width width) {
        return new GeneralForm(kernel, buffers, width).write();
    }

    private KernelCode write() {
        out.forEach(a -> names.axis(a.name()));
        kernel.reduce().forEach(a -> names.axis(a.name()));
        var terms = factors();
        var count = Axis.points(out);
        code.addStatement("final int count = $L", terms.index().print(count));
        code.addStatement("final int to = (int) ((long) count * (piece + 1) / pieces)");
        code.beginControlFlow(
                "for (int point = (int) ((long) count * piece / pieces); point < to; point++)");
        decode(terms);
        sum(terms);
        new SweepWriter(
                        names,
                        finish.sweep(),
                        SweepPlan.of(finish.sweep(), finish.buffers()),
                        width,
                        code)
                .write();
        code.endControlFlow();
        var work = count.times(Axis.points(kernel.reduce()));
        var pieces = Pieces.of(terms.index().print(count), terms.index().bytes(work, 4));
        var phase =
                new KernelCode.Phase(
                        kernel.name(),
                        Docs.of(kernel.spans()),
                        names.sizes(),
                        names.buffers(),
                        pieces,
                        code.build());
        return new KernelCode(List.of(phase), List.of(), List.of());
    }

    /// The two factors as terms of a sweep over the reduce axes.
    private TermWriter factors() {
        var sweep =
                new Stage.Sweep(
                        kernel.reduce(),
                        List.of(load(kernel.left()), load(kernel.right())),
                        List.of());
        return new TermWriter(names, sweep.terms(), SweepPlan.of(sweep, finish.buffers()));
    }

    private Term load(Kernel.Operand operand) {
        return new Term.Load(
                names.type(operand.buffer()).arithmetic(),
                operand.buffer(),
                List.of(operand.index()),
                operand.guard());
    }

    private void decode(TermWriter terms) {
        code.addStatement("int rest = point");
        for (var axis : out.reversed()) {
            var extent = terms.index().factor(axis.extent());
            code.addStatement("final int $L = rest % $L", names.axis(axis.name()), extent);
            code.addStatement("rest /= $L", extent);
        }
    }

    private void sum(TermWriter terms) {
        var sum = names.buffer(finish.sums());
        var lane = Lane.of(names.type(finish.sums()));
        code.addStatement("$T $L = $L", lane.java(), sum, lane.literal(0));
        code.add("{\n").indent();
        terms.scalars(code, 0);
        for (int depth = 0; depth < kernel.reduce().size(); depth++) {
            var axis = kernel.reduce().get(depth);
            var i = names.axis(axis.name());
            code.beginControlFlow(
                    "for (int $L = 0; $L < $L; $L++)", i, i, terms.index().print(axis.extent()), i);
            terms.scalars(code, depth + 1);
        }
        var divides = divides();
        if (!divides.isAlways()) {
            code.beginControlFlow("if ($L)", terms.guard(divides));
        }
        code.addStatement("$L = Math.fma(t0, t1, $L)", sum, sum);
        if (!divides.isAlways()) {
            code.endControlFlow();
        }
        kernel.reduce().forEach(a -> code.endControlFlow());
        code.unindent().add("}\n");
    }

    private Guard divides() {
        var all = kernel.left().guard().and(kernel.right().guard());
        return new Guard(
                all.checks().stream().filter(Guard.Check.Divides.class::isInstance).toList());
    }
}
