package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.Pieces;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A contraction as a matrix product of panels: the left factor is packed whole, the right one
/// panel by panel, and blocks of sums stay in registers. What the factors look like in memory is in
/// tables of offsets, so that matrices in any layout, convolutions and their derivatives are all
/// this one form.
final class TiledForm {
    private static final String BAND = Integer.toString(Blocking.BAND);

    private final Tiling tiling;
    private final Kernel.Contraction kernel;
    private final Plan plan;
    private final Width width;
    private final Blocking blocking;
    private final Packing packing;
    private final Columns columns;
    private final Tables left;
    private final Tables right;
    private final List<KernelCode.Phase> phases = new ArrayList<>();

    private TiledForm(Tiling tiling) {
        this.tiling = tiling;
        this.kernel = tiling.kernel();
        this.plan = tiling.plan();
        this.width = tiling.width();
        this.blocking = tiling.blocking();
        this.packing = tiling.packing();
        this.columns = tiling.columns();
        this.left = tiling.left();
        this.right = tiling.right();
    }

    static KernelCode write(Plan plan, List<Buffer> buffers, Width width) {
        return new TiledForm(Tiling.of(plan, buffers, width)).write();
    }

    private KernelCode write() {
        prepare();
        plan.left().staging().ifPresent(s -> stage(s, plan.left().buffer(), "stagedRows"));
        plan.right().staging().ifPresent(s -> stage(s, plan.right().buffer(), "stagedColumns"));
        pack();
        phases.add(Multiplication.phase(tiling));
        if (plan.isSplit()) {
            join();
        }
        return new KernelCode(phases, methods(), fields());
    }

    // What stands beside the phases.

    private List<MethodSpec> methods() {
        var all = new LinkedHashMap<String, MethodSpec>();
        var kernels = new MicroKernels(width);
        var list = new ArrayList<>(Scratch.methods());
        list.addAll(Tables.methods());
        list.addAll(packing.methods(plan.packedOrder(), plan.right().order()));
        for (int h : blocking.heights()) {
            if (tiling.isDirect()) {
                list.add(kernels.unpacked(h, blocking.vectors()));
                list.add(kernels.packed(h, blocking.vectors()));
            } else {
                blocking.widths().forEach(v -> list.add(kernels.packed(h, v)));
            }
        }
        if (tiling.copiesStrips()) {
            list.add(packing.strips(blocking));
        }
        if (plan.left().staging().isPresent() || plan.right().staging().isPresent()) {
            list.addAll(plan.stored().methods());
            list.addAll(Scratch.staging(width, plan.stored()));
        }
        if (plan.isSplit()) {
            list.addAll(Scratch.splitting(width));
        }
        list.add(columns.method());
        list.forEach(m -> all.put(m.name(), m));
        return List.copyOf(all.values());
    }

    private List<FieldSpec> fields() {
        var all = new LinkedHashMap<String, FieldSpec>();
        var list = new ArrayList<>(Scratch.fields());
        list.addAll(packing.fields(plan.packedOrder(), plan.right().order()));
        list.addAll(left.fields());
        list.addAll(right.fields());
        list.forEach(f -> all.put(f.name(), f));
        return List.copyOf(all.values());
    }

    // The phases.

    private void prepare() {
        var w = tiling.phase();
        w.text.append(left.update(w.names)).append(right.update(w.names));
        var packed = plan.batch().times(blocking.packedRows(plan.rows())).times(plan.depth());
        w.line("packed = growArray(packed, Math.toIntExact(%s + 64));", w.index.bytes(packed, 1));
        w.line("panels = growSegment(panels, pool.threads() * %dL);", tiling.panelBytes());
        w.line(
                "tiles = growArray(tiles, %d + pool.threads() * %d);",
                Tiling.ZEROS, tiling.tileSize());
        stagedBytes(w, plan.left(), "stagedRows");
        stagedBytes(w, plan.right(), "stagedColumns");
        if (plan.isSplit()) {
            w.line(
                    "sums = growArray(sums, %s);",
                    w.print(
                            plan.splits()
                                    .times(plan.batch())
                                    .times(plan.rows())
                                    .times(tiling.sumStride())));
        }
        phases.add(w.end("_prepare", Pieces.ONE));
    }

    private void stagedBytes(PhaseText w, Factor factor, String scratch) {
        factor.staging()
                .ifPresent(s ->
                        w.line(
                                "%s = growSegment(%s, %s);",
                                scratch, scratch, w.index.bytes(s.elements().plus(64), 4)));
    }

    private void stage(Staging staging, int buffer, String scratch) {
        var w = tiling.phase();
        Scratch.stage(w.text, w.names, staging, buffer, scratch, blocking.lanes(), plan.stored());
        phases.add(w.end("_" + scratch, w.pieces(staging.rows(), staging.elements())));
    }

    private void pack() {
        var w = tiling.phase();
        var units = plan.batch().times(tiling.unitRows());
        w.line("final int rows = %s;", w.print(plan.rows()));
        w.line("final int depth = %s;", w.print(plan.depth()));
        w.line("final int bands = (rows + %d) / %s;", Blocking.BAND - 1, BAND);
        w.line("final int units = %s;", w.print(units));
        w.line(
                "for (int unit = (int) ((long) units * piece / pieces); unit < (int) ((long) units * (piece + 1) / pieces); unit++) {");
        w.line("final int point = unit / bands;");
        w.line("final int first = unit %% bands * %s;", BAND);
        w.decode(kernel.batch(), "point", "rest");
        var source = tiling.segment(w, plan.left(), "stagedRows");
        w.line("final long base = %s;", tiling.base(w, plan.left()));
        w.line(
                "for (int row = first; row < Math.min(rows, first + %s); row += %d) {",
                BAND, blocking.rows());
        w.line("final int left = rows - row;");
        w.line("final int height = %s;", blocking.heightOf("left"));
        w.line(
                "%s(%s, base, %s, %s, row, Math.min(left, height), %s, depth, packed, (point * %s + row) * depth, height);",
                packing.leftMethod(plan.packedOrder()),
                source,
                left.at(),
                left.run(),
                left.ks(),
                tiling.packedRows(w));
        w.line("}\n}");
        phases.add(
                w.end(
                        "_pack",
                        w.pieces(units, plan.batch().times(plan.rows()).times(plan.depth()))));
    }

    /// Adds the parts of split sums in order.
    private void join() {
        var w = tiling.phase();
        var rows = plan.batch().times(plan.rows());
        w.line("final int rows = %s;", w.print(plan.rows()));
        w.line("final int columns = %s;", w.print(plan.columns()));
        w.line("final int all = %s;", w.print(rows));
        w.line("final int stride = %s;", w.print(tiling.sumStride()));
        w.line("final int splits = %s;", w.print(plan.splits()));
        w.line(
                "for (int line = (int) ((long) all * piece / pieces); line < (int) ((long) all * (piece + 1) / pieces); line++) {");
        w.line("final int sumsAt = line * stride;");
        w.line("for (int split = 1; split < splits; split++) {");
        w.line("addSums(sums, sumsAt + split * all * stride, sumsAt, stride);\n}");
        w.line("final int point = line / rows;\nfinal int row = line %% rows;");
        w.decode(kernel.batch(), "point", "rest");
        w.decode(kernel.rows(), "row", "row");
        w.text.append(columns.loop(w.names, "0", "columns", "sums", "sumsAt"));
        w.line("}");
        phases.add(w.end("_join", w.pieces(rows, rows.times(plan.columns()).times(plan.splits()))));
    }
}
