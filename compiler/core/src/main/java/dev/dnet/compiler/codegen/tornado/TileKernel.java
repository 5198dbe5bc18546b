package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Finish;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// A contraction as a matrix product in tiles: a group of threads for each tile of the result
/// brings the terms of its sums to local memory, some at a time, and each thread multiplies a few
/// rows with a few columns there. Factors are read at their own indices under their own guards, so
/// that a convolution is such a product too, without a copy of its windows.
final class TileKernel {
    private final Kernel.Contraction kernel;
    private final Finish finish;
    private final Tile tile;
    private final KernelNames names;
    private final IndexCode index;
    private final LocalMemory memory = new LocalMemory();
    private final TileFactor left;
    private final TileFactor right;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private TileKernel(
            Kernel.Contraction kernel, List<Buffer> buffers, DeviceScalars scalars, Tile tile) {
        this.kernel = kernel;
        this.finish = Finish.of(kernel, buffers, new Buffer.Place.Local(), List.of(), Size.ZERO);
        this.tile = tile;
        this.names = new KernelNames(finish.buffers(), scalars);
        this.index = new IndexCode(names::symbol);
        var reduce = kernel.reduce();
        this.left =
                new TileFactor(
                        "Left",
                        kernel.left(),
                        kernel.rows(),
                        reduce,
                        tile.rows(),
                        tile,
                        names,
                        memory);
        this.right =
                new TileFactor(
                        "Right",
                        kernel.right(),
                        kernel.columns(),
                        reduce,
                        tile.columns(),
                        tile,
                        names,
                        memory);
    }

    static DeviceKernel write(
            Kernel.Contraction kernel, List<Buffer> buffers, DeviceScalars scalars, Tile tile) {
        return new TileKernel(kernel, buffers, scalars, tile).write();
    }

    private DeviceKernel write() {
        var rowTiles = tile.rowTiles(product(kernel.rows()));
        var columnTiles = tile.columnTiles(product(kernel.columns()));
        place(rowTiles, columnTiles);
        sums();
        code.add("{\n").indent();
        left.begin(code);
        right.begin(code);
        terms();
        code.unindent().add("}\n");
        finish();
        var groups = product(kernel.batch()).times(rowTiles).times(columnTiles);
        return DeviceKernel.of(
                kernel,
                names,
                Launch.groups(groups, tile.threads()),
                memory.declarations(),
                code.build());
    }

    private static Size product(List<Axis> axes) {
        return Size.product(axes.stream().map(Axis::extent).toList());
    }

    private String rows() {
        return index.factor(product(kernel.rows()));
    }

    private String columns() {
        return index.factor(product(kernel.columns()));
    }

    /// Where the tile lies, and where in it the thread. TornadoVM does not see that `none` is zero:
    /// it would write loops of a known length out, and keep the addresses of all their turns.
    private void place(Size rowTiles, Size columnTiles) {
        code.addStatement("final int thread = context.localIdx");
        code.addStatement("final int none = group >> 31");
        code.addStatement(
                "final int down = thread >> $L", Integer.numberOfTrailingZeros(tile.over()));
        code.addStatement("final int over = thread & $L", tile.over() - 1);
        code.addStatement(
                "final int firstRight = group % $L * $L",
                index.factor(columnTiles), tile.columns());
        code.addStatement("final int above = group / $L", index.factor(columnTiles));
        code.addStatement(
                "final int firstLeft = above % $L * $L", index.factor(rowTiles), tile.rows());
        if (!kernel.batch().isEmpty()) {
            code.addStatement("final int batch = above / $L", index.factor(rowTiles));
            names.decode(kernel.batch(), "batch", "batch").forEach(s -> code.addStatement("$L", s));
        }
    }

    private Lane lane() {
        return Lane.of(names.type(finish.sums()));
    }

    private void sums() {
        for (int r = 0; r < tile.rowsEach(); r++) {
            for (int c = 0; c < tile.columnsEach(); c++) {
                code.addStatement("$T $L = $L", lane().java(), sum(r, c), lane().literal(0));
            }
        }
    }

    private static String sum(int row, int column) {
        return "sum" + row + "x" + column;
    }

    private void terms() {
        var to = index.factor(product(kernel.reduce()));
        code.beginControlFlow("for (int step = 0; step < $L + none; step += $L)", to, tile.depth());
        left.load(code, rows(), to);
        right.load(code, columns(), to);
        code.addStatement("context.localBarrier()");
        code.beginControlFlow("for (int deep = 0; deep < $L + none; deep++)", tile.depth());
        multiply();
        code.endControlFlow();
        code.addStatement("context.localBarrier()");
        code.endControlFlow();
    }

    private void multiply() {
        for (int r = 0; r < tile.rowsEach(); r++) {
            code.addStatement(
                    "final $T x$L = $L",
                    lane().java(),
                    r,
                    left.element("down" + shift(r * tile.down())));
        }
        for (int c = 0; c < tile.columnsEach(); c++) {
            code.addStatement(
                    "final $T y$L = $L",
                    lane().java(),
                    c,
                    right.element("over" + shift(c * tile.over())));
        }
        for (int r = 0; r < tile.rowsEach(); r++) {
            for (int c = 0; c < tile.columnsEach(); c++) {
                code.addStatement("$L = $L + x$L * y$L", sum(r, c), sum(r, c), r, c);
            }
        }
    }

    private static String shift(int by) {
        return by == 0 ? "" : " + " + by;
    }

    /// What happens to each sum of the thread that is inside of the matrix.
    private void finish() {
        int each = tile.columnsEach();
        int count = tile.rowsEach() * each;
        var type = lane().java();
        code.addStatement("final $T[] sums = new $T[$L]", type, type, count);
        for (int s = 0; s < count; s++) {
            code.addStatement("sums[$L] = $L", s, sum(s / each, s % each));
        }
        code.beginControlFlow("for (int part = 0; part < $L; part++)", count);
        code.addStatement("final int row = firstLeft + down + part / $L * $L", each, tile.down());
        code.addStatement(
                "final int column = firstRight + over + part % $L * $L", each, tile.over());
        code.beginControlFlow("if (row < $L && column < $L)", rows(), columns());
        names.decode(kernel.rows(), "row", "row").forEach(s -> code.addStatement("$L", s));
        names.decode(kernel.columns(), "column", "column").forEach(s -> code.addStatement("$L", s));
        code.addStatement("final $T $L = sums[part]", type, names.buffer(finish.sums()));
        var plan = SweepPlan.of(finish.sweep(), finish.buffers());
        new SweepWriter(names, finish.sweep(), plan, Width.PLAIN, code).write();
        code.endControlFlow();
        code.endControlFlow();
    }
}
