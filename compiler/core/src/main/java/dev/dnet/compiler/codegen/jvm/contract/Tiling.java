package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// What all phases of a tiled contraction agree on: the blocks, where the elements of the factors
/// are, and how much scratch memory a piece has.
record Tiling(
        Plan plan,
        List<Buffer> buffers,
        Width width,
        Blocking blocking,
        Columns columns,
        Tables left,
        Tables right) {
    /// Floats at the start of the tiles that stay zero: where the sums of the largest block begin.
    static final int ZEROS = 512;

    Tiling {
        buffers = List.copyOf(buffers);
    }

    static Tiling of(Plan plan, List<Buffer> buffers, Width width) {
        var kernel = plan.kernel();
        return new Tiling(
                plan,
                buffers,
                width,
                Blocking.of(width, plan.rows(), plan.columns()),
                Columns.of(kernel, buffers, width),
                Tables.of(plan.left(), kernel.rows(), kernel.reduce()),
                Tables.of(plan.right(), kernel.columns(), kernel.reduce()));
    }

    Kernel.Contraction kernel() {
        return plan.kernel();
    }

    Packing packing() {
        return new Packing(width, plan.source(plan.left()), plan.source(plan.right()));
    }

    PhaseText phase() {
        return new PhaseText(kernel(), buffers);
    }

    boolean isDirect() {
        return plan.isDirect(blocking);
    }

    Size unitRows() {
        return plan.rows().plus(Blocking.BAND - 1).floorDiv(Blocking.BAND);
    }

    Size unitColumns() {
        return plan.columns().plus(Blocking.STRIP - 1).floorDiv(Blocking.STRIP);
    }

    CodeBlock multiplyPieces(PhaseText w) {
        return w.pieces(
                plan.batch().times(unitRows()).times(unitColumns()).times(plan.splits()),
                plan.work());
    }

    /// Whether a strip of columns may follow each other in memory, so that it is read row by row:
    /// panels would be read from a page for each step.
    boolean copiesStrips() {
        return width.isVector()
                && plan.right().order() == Packing.Order.ACROSS
                && (!plan.columns().isConstant() || plan.columns().value() >= Blocking.STRIP);
    }

    /// Scratch memory of one thread: the packed panels of a strip of the right factor.
    long panelBytes() {
        return 4L * stripColumns() * Blocking.CHUNK + 256;
    }

    /// And the sums of that strip.
    int tileSize() {
        return stripColumns() * most(plan.rows(), Plan.MOST_ROWS, Blocking.BAND) + 64;
    }

    private int stripColumns() {
        return most(plan.columns(), Blocking.STRIP, blocking.panel());
    }

    /// The most that a unit has of `count`, in whole steps.
    private static int most(Size count, int unit, int step) {
        long most = Math.min(count.constant().orElse(unit), unit);
        return Math.toIntExact((most + step - 1) / step * step);
    }

    Size sumStride() {
        return plan.columns().plus(31).floorDiv(16).times(16);
    }

    String segment(PhaseText w, Factor factor, String scratch) {
        return factor.staging().isPresent() ? scratch : w.names.buffer(factor.buffer());
    }

    String base(PhaseText w, Factor factor) {
        var base = w.index.bytes(factor.base(), plan.source(factor).bytes());
        return factor.staging().isPresent() ? base : w.names.offset(factor.buffer()) + " + " + base;
    }

    String packedRows(PhaseText w) {
        return w.index.factor(blocking.packedRows(plan.rows()));
    }
}
