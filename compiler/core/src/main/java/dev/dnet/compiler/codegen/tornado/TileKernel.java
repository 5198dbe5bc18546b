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
import java.util.Optional;

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
        return new TileKernel(kernel, buffers, scalars, tile).write(Optional.empty());
    }

    /// The sums of pieces: a tile has the terms of one.
    static DeviceKernel write(
            Split<Kernel.Contraction> split,
            List<Buffer> buffers,
            DeviceScalars scalars,
            Tile tile) {
        return new TileKernel(split.parts(), buffers, scalars, tile)
                .write(Optional.of(split.piece()));
    }

    private DeviceKernel write(Optional<Axis> piece) {
        var rowTiles = tile.rowTiles(Axis.points(kernel.rows()));
        var columnTiles = tile.columnTiles(Axis.points(kernel.columns()));
        place(rowTiles, columnTiles);
        sums();
        code.add("{\n").indent();
        left.begin(code);
        right.begin(code);
        terms(piece);
        code.unindent().add("}\n");
        finish();
        var groups = Axis.points(kernel.batch()).times(rowTiles).times(columnTiles);
        return DeviceKernel.of(
                kernel,
                names,
                Launch.groups(groups, tile.threads()),
                memory.declarations(),
                code.build());
    }

    private String rows() {
        return index.factor(Axis.points(kernel.rows()));
    }

    private String columns() {
        return index.factor(Axis.points(kernel.columns()));
    }

    /// Where the tile lies, and where in it the thread. TornadoVM does not see that `none` is zero:
    /// it would write loops of a known length out, and keep the addresses of all their turns.
    private void place(Size rowTiles, Size columnTiles) {
        code.addStatement("final int thread = context.localIdx");
        code.addStatement("final int none = group >> 31");
        code.addStatement(
                "final int down = thread >> $L", Integer.numberOfTrailingZeros(tile.over()));
        code.addStatement("final int over = thread & $L", tile.over() - 1);
        first("Right", "group", columnTiles, tile.columns());
        var above = rest("Right", "group", columnTiles);
        first("Left", above, rowTiles, tile.rows());
        var batch = kernel.batch().isEmpty() ? "" : rest("Left", above, rowTiles);
        names.decode(kernel.batch(), batch, "batch").forEach(s -> code.addStatement("$L", s));
    }

    private void first(String name, String number, Size tiles, int each) {
        if (tiles.is(1)) {
            code.addStatement("final int first$L = 0", name);
        } else {
            var count = index.factor(tiles);
            code.addStatement("final int first$L = $L % $L * $L", name, number, count, each);
        }
    }

    private String rest(String name, String number, Size tiles) {
        if (tiles.is(1)) {
            return number;
        }
        code.addStatement("final int past$L = $L / $L", name, number, index.factor(tiles));
        return "past" + name;
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

    private void terms(Optional<Axis> piece) {
        var all = Axis.points(kernel.reduce());
        var from = piece.isPresent() ? "from" : "0";
        var to = piece.isPresent() ? "to" : index.factor(all);
        piece.ifPresent(p -> piece(p, all));
        code.beginControlFlow(
                "for (int step = $L; step < $L + none; step += $L)", from, to, tile.depth());
        left.load(code, rows(), to);
        right.load(code, columns(), to);
        code.addStatement("context.localBarrier()");
        code.beginControlFlow("for (int deep = 0; deep < $L + none; deep++)", tile.depth());
        multiply();
        code.endControlFlow();
        code.addStatement("context.localBarrier()");
        code.endControlFlow();
    }

    /// Pieces are as many steps long as it takes that the last is not longer.
    private void piece(Axis piece, Size all) {
        var steps = all.plus(tile.depth() - 1).floorDiv(tile.depth());
        var share = steps.plus(piece.extent()).minus(1).floorDiv(piece.extent());
        code.addStatement("final int share = $L", index.print(share.times(tile.depth())));
        code.addStatement("final int from = $L * share", names.axis(piece.name()));
        code.addStatement("final int to = Math.min($L, from + share)", index.print(all));
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
