package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.AccumulateWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Pieces;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// Writes a [Kernel.Loops] as one method.
///
/// Threads share the points of the outer loops; where there are none, the first axis of a single
/// sweep of stores or of an accumulation. The extent of a flat sweep is a parameter, so that one
/// method serves every tensor that is updated alike.
final class LoopsWriter {
    private final Kernel.Loops kernel;
    private final List<Buffer> all;
    private final KernelNames names;
    private final Width width;
    private final CodeBlock.Builder code = CodeBlock.builder();
    private final IndexCode index;

    private LoopsWriter(Kernel.Loops kernel, List<Buffer> all, Width width) {
        this.kernel = kernel;
        this.all = all;
        this.names = new KernelNames(all);
        this.width = width;
        this.index = new IndexCode(names::symbol);
    }

    static KernelCode write(Kernel.Loops kernel, List<Buffer> buffers, Width width) {
        return new LoopsWriter(kernel, buffers, width).write();
    }

    private KernelCode write() {
        var pieces = kernel.outer().isEmpty() ? flat() : rows();
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

    /// Statements and the number of pieces for a kernel without outer loops.
    private CodeBlock flat() {
        var only = kernel.stages().getFirst();
        boolean shared = kernel.stages().size() == 1 && isShareable(only);
        if (!shared) {
            stages();
            return Pieces.ONE;
        }
        return switch (only) {
            case Stage.Accumulate a -> {
                range(a.map().getFirst().extent(), a.map().size() == 1 ? 16 : 1);
                new AccumulateWriter(names, a, width, code).write("from", "to");
                yield pieces(a.map().getFirst().extent(), work(a));
            }
            case Stage.Sweep s -> {
                range(s.axes().getFirst().extent(), s.axes().size() == 1 ? 64 : 1);
                sweep(s, "from", "to");
                yield pieces(s.axes().getFirst().extent(), work(s));
            }
        };
    }

    private static boolean isShareable(Stage stage) {
        return switch (stage) {
            case Stage.Accumulate a -> true;
            case Stage.Sweep s -> !s.axes().isEmpty() && s.folds().isEmpty();
        };
    }

    private CodeBlock rows() {
        var count = Axis.points(kernel.outer());
        range(count, 1);
        code.beginControlFlow("for (int point = from; point < to; point++)");
        decode();
        stages();
        code.endControlFlow();
        var work = Size.ZERO;
        for (var stage : kernel.stages()) {
            work = work.plus(work(stage));
        }
        return pieces(count, count.times(work));
    }

    private void decode() {
        if (kernel.outer().size() == 1) {
            code.addStatement("final int $L = point", names.axis(kernel.outer().getFirst().name()));
            return;
        }
        code.addStatement("int rest = point");
        for (var axis : kernel.outer().reversed()) {
            var i = names.axis(axis.name());
            if (axis.equals(kernel.outer().getFirst())) {
                code.addStatement("final int $L = rest", i);
            } else {
                code.addStatement("final int $L = rest % $L", i, index.factor(axis.extent()));
                code.addStatement("rest /= $L", index.factor(axis.extent()));
            }
        }
    }

    /// The part `[from, to)` of this piece, in whole multiples of `align`.
    private void range(Size count, int align) {
        code.addStatement("final int count = $L", index.print(count));
        if (align == 1) {
            code.addStatement("final int from = (int) ((long) count * piece / pieces)");
            code.addStatement("final int to = (int) ((long) count * (piece + 1) / pieces)");
        } else {
            code.addStatement("final int blocks = (count + $L) / $L", align - 1, align);
            code.addStatement(
                    "final int from = (int) ((long) blocks * piece / pieces) * $L", align);
            code.addStatement(
                    "final int to = Math.min(count, (int) ((long) blocks * (piece + 1) / pieces) * $L)",
                    align);
        }
    }

    private CodeBlock pieces(Size count, Size work) {
        return Pieces.of(index.print(count), index.bytes(work, 1));
    }

    private static Size work(Stage stage) {
        long each = stage.terms().stream().mapToLong(LoopsWriter::cost).sum();
        var points =
                switch (stage) {
                    case Stage.Sweep s -> Axis.points(s.axes());
                    case Stage.Accumulate a ->
                            Axis.points(a.map())
                                    .times(
                                            Size.product(
                                                    a.reduce().stream()
                                                            .map(Axis::extent)
                                                            .toList()));
                };
        return points.times(Math.max(1, each));
    }

    private static long cost(Term term) {
        return switch (term) {
            case Term.Apply a -> a.fn().isCostly() ? 16 : 1;
            case Term.Load l -> 1;
            case Term.Const c -> 0;
            case Term.Index i -> 1;
        };
    }

    private void stages() {
        SweepWriter.declareLocals(kernel.stages(), names, code);
        for (var stage : kernel.stages()) {
            code.add("{\n").indent();
            switch (stage) {
                case Stage.Sweep s -> sweep(s, "0", "");
                case Stage.Accumulate a ->
                        new AccumulateWriter(names, a, width, code).write("0", "");
            }
            code.unindent().add("}\n");
        }
    }

    private void sweep(Stage.Sweep sweep, String from, String to) {
        new SweepWriter(names, sweep, SweepPlan.fromEven(sweep, all), width, code).write(from, to);
    }
}
