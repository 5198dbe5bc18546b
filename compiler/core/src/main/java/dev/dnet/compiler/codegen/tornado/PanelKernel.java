package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Finish;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
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
import java.util.Optional;

/// A contraction as a parallel loop over panels of its result, some rows times some columns, whose
/// sums are in a private array. For each term of the sums the part of the right factor is brought
/// to a private line, which every row takes times its own number: a loop that vectors can do.
/// Factors are read at their own indices under their own guards, so that a convolution is such a
/// product too.
final class PanelKernel {
    /// The rows and columns of a panel.
    record Shape(int rows, int columns) {
        /// Panels of about the same size, none larger than the strips allow.
        static Shape of(Size rows, Size columns, Strips strips) {
            return new Shape(even(rows, strips.rows()), even(columns, strips.columns()));
        }

        private static int even(Size size, int most) {
            if (!size.isConstant()) {
                return most;
            }
            long parts = Math.ceilDiv(size.value(), most);
            return (int) Math.max(1, Math.ceilDiv(size.value(), Math.max(1, parts)));
        }

        /// How many panels a contraction has.
        Size count(Kernel.Contraction kernel) {
            return Axis.points(kernel.batch())
                    .times(Extents.parts(Axis.points(kernel.rows()), rows))
                    .times(Extents.parts(Axis.points(kernel.columns()), columns));
        }
    }

    private final Kernel.Contraction kernel;
    private final Finish finish;
    private final Shape shape;
    private final KernelNames names;
    private final IndexCode index;
    private final TermWriter terms;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private PanelKernel(
            Kernel.Contraction kernel, List<Buffer> buffers, DeviceScalars scalars, Shape shape) {
        this.kernel = kernel;
        this.finish = Finish.of(kernel, buffers, new Buffer.Place.Local(), List.of(), Size.ZERO);
        this.shape = shape;
        this.names = new KernelNames(finish.buffers(), scalars);
        this.index = new IndexCode(names::symbol);
        var none = new Stage.Sweep(List.of(), List.of(), List.of());
        this.terms = new TermWriter(names, none.terms(), SweepPlan.of(none, List.of()));
    }

    static DeviceKernel write(
            Kernel.Contraction kernel, List<Buffer> buffers, DeviceScalars scalars, Shape shape) {
        return new PanelKernel(kernel, buffers, scalars, shape).write(Optional.empty());
    }

    /// The sums of pieces.
    static DeviceKernel write(
            Split<Kernel.Contraction> split,
            List<Buffer> buffers,
            DeviceScalars scalars,
            Shape shape) {
        return new PanelKernel(split.parts(), buffers, scalars, shape)
                .write(Optional.of(split.piece()));
    }

    private DeviceKernel write(Optional<Axis> piece) {
        place();
        begin();
        sum(piece);
        finish();
        return DeviceKernel.of(kernel, names, Launch.loop(shape.count(kernel)), code.build());
    }

    private Lane lane() {
        return Lane.of(names.type(finish.sums()));
    }

    private void place() {
        LoopKernel.none(code);
        var rows = Axis.points(kernel.rows());
        var columns = Axis.points(kernel.columns());
        var rest = first("Column", "point", columns, shape.columns());
        rest = first("Row", rest, rows, shape.rows());
        names.decode(kernel.batch(), rest, "batch").forEach(s -> code.addStatement("$L", s));
        code.addStatement(
                "final int high = Math.min($L, $L - firstRow) + $L",
                shape.rows(),
                index.factor(rows),
                DeviceScalars.NONE);
        code.addStatement(
                "final int wide = Math.min($L, $L - firstColumn) + $L",
                shape.columns(),
                index.factor(columns),
                DeviceScalars.NONE);
    }

    /// Gives what is left of the number.
    private String first(String name, String number, Size all, int each) {
        var parts = Extents.parts(all, each);
        if (parts.is(1)) {
            code.addStatement("final int first$L = 0", name);
            return number;
        }
        var count = index.factor(parts);
        code.addStatement("final int first$L = $L % $L * $L", name, number, count, each);
        code.addStatement("final int past$L = $L / $L", name, number, count);
        return "past" + name;
    }

    private void begin() {
        int count = shape.rows() * shape.columns();
        var type = lane().java();
        code.addStatement("final $T[] sums = new $T[$L]", type, type, count);
        code.beginControlFlow("for (int at = 0; at < $L + none; at++)", count);
        code.addStatement("sums[at] = $L", lane().literal(0));
        code.endControlFlow();
        var line = Lane.of(names.type(kernel.right().buffer())).java();
        code.addStatement("final $T[] line = new $T[$L]", line, line, shape.columns());
        if (kernel.columns().size() > 1) {
            for (var axis : kernel.columns()) {
                code.addStatement(
                        "final int[] $LOf = new int[$L]", names.axis(axis.name()), shape.columns());
            }
            code.beginControlFlow("for (int lane = 0; lane < wide; lane++)");
            code.addStatement("final int column = firstColumn + lane");
            names.decode(kernel.columns(), "column", "column")
                    .forEach(s -> code.addStatement("$L", s));
            for (var axis : kernel.columns()) {
                var i = names.axis(axis.name());
                code.addStatement("$LOf[lane] = $L", i, i);
            }
            code.endControlFlow();
        }
    }

    /// The axes of the column `lane`.
    private void column() {
        if (kernel.columns().size() == 1) {
            var i = names.axis(kernel.columns().getFirst().name());
            code.addStatement("final int $L = firstColumn + lane", i);
            return;
        }
        for (var axis : kernel.columns()) {
            var i = names.axis(axis.name());
            code.addStatement("final int $L = $LOf[lane]", i, i);
        }
    }

    private void row() {
        code.addStatement("final int number = firstRow + row");
        names.decode(kernel.rows(), "number", "number").forEach(s -> code.addStatement("$L", s));
    }

    private void sum(Optional<Axis> piece) {
        var axes = kernel.reduce();
        piece.ifPresent(p -> LoopKernel.share(code, index, names, p, axes.getFirst()));
        for (int a = 0; a < axes.size(); a++) {
            boolean shared = piece.isPresent() && a == 0;
            var i = names.axis(axes.get(a).name());
            code.beginControlFlow(
                    "for (int $L = $L; $L < $L; $L++)",
                    i,
                    shared ? "from" : "0",
                    i,
                    shared ? "to" : names.scalars().end(index.print(axes.get(a).extent())),
                    i);
        }
        code.beginControlFlow("for (int lane = 0; lane < wide; lane++)");
        column();
        code.addStatement("line[lane] = $L", factor(kernel.right()));
        code.endControlFlow();
        code.beginControlFlow("for (int row = 0; row < high; row++)");
        row();
        code.addStatement("final $T x = $L", lane().java(), factor(kernel.left()));
        code.addStatement("final int at = row * $L", shape.columns());
        code.beginControlFlow("for (int lane = 0; lane < wide; lane++)");
        code.addStatement("sums[at + lane] = sums[at + lane] + x * line[lane]");
        code.endControlFlow();
        code.endControlFlow();
        axes.forEach(a -> code.endControlFlow());
    }

    private CodeBlock factor(Kernel.Operand operand) {
        var load = names.scalars().load(terms.place(operand.buffer(), operand.index()));
        return operand.guard().isAlways()
                ? load
                : CodeBlock.of(
                        "$L ? $L : $L",
                        terms.guard(operand.guard()),
                        load,
                        Lane.of(names.type(operand.buffer())).literal(0));
    }

    private void finish() {
        code.beginControlFlow("for (int row = 0; row < high; row++)");
        row();
        code.beginControlFlow("for (int lane = 0; lane < wide; lane++)");
        column();
        code.addStatement(
                "final $T $L = sums[row * $L + lane]",
                lane().java(),
                names.buffer(finish.sums()),
                shape.columns());
        var plan = SweepPlan.of(finish.sweep(), finish.buffers());
        new SweepWriter(names, finish.sweep(), plan, Width.PLAIN, code).write();
        code.endControlFlow();
        code.endControlFlow();
    }
}
