package dev.dnet.compiler.codegen.jvm.contract;

import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.loops.Kernel;

import java.util.ArrayList;
import java.util.StringJoiner;

/// The main phase of a tiled contraction: for each unit of rows and columns, panels of the right
/// factor meet the packed left one, and finished sums go to memory.
final class Multiplication {
    private static final String BAND = Integer.toString(Blocking.BAND);

    private final Tiling tiling;
    private final Kernel.Contraction kernel;
    private final Plan plan;
    private final Blocking blocking;
    private final Packing packing;
    private final Columns columns;
    private final Tables right;

    private Multiplication(Tiling tiling) {
        this.tiling = tiling;
        this.kernel = tiling.kernel();
        this.plan = tiling.plan();
        this.blocking = tiling.blocking();
        this.packing = tiling.packing();
        this.columns = tiling.columns();
        this.right = tiling.right();
    }

    static KernelCode.Phase phase(Tiling tiling) {
        return new Multiplication(tiling).phase();
    }

    private KernelCode.Phase phase() {
        var w = tiling.phase();
        w.line("final int rows = %s;", w.print(plan.rows()));
        w.line("final int columns = %s;", w.print(plan.columns()));
        w.line("final int depth = %s;", w.print(plan.depth()));
        w.line("final int splits = %s;", w.print(plan.splits()));
        w.line("final int strips = (columns + %d) / %d;", Blocking.STRIP - 1, Blocking.STRIP);
        w.line("final int bands = (rows + %d) / %s;", Blocking.BAND - 1, BAND);
        w.line("final int others = %s * strips * splits;", w.index.factor(plan.batch()));
        w.line(
                "final int parts = Math.max((bands + %d) / %d, Math.min(bands, (pieces + others - 1) / others));",
                Plan.MOST_ROWS / Blocking.BAND - 1, Plan.MOST_ROWS / Blocking.BAND);
        w.line("final int each = (bands + parts - 1) / parts * %s;", BAND);
        w.line("final int blocks = (rows + each - 1) / each;");
        w.line("final long units = (long) others * blocks;");
        w.line("final long panel = pool.worker() * %dL;", tiling.panelBytes());
        w.line("final int tile = %d + pool.worker() * %d;", Tiling.ZEROS, tiling.tileSize());
        w.line(
                "for (int unit = (int) (units * piece / pieces); unit < (int) (units * (piece + 1) / pieces); unit++) {");
        w.line("final int first = unit %% strips * %d;", Blocking.STRIP);
        w.line("final int top = unit / strips %% blocks * each;");
        w.line("final int bottom = Math.min(rows, top + each);");
        w.line("final int split = unit / strips / blocks %% splits;");
        w.line("final int from = (int) ((long) depth * split / splits);");
        w.line("final int to = (int) ((long) depth * (split + 1) / splits);");
        w.line("final int point = unit / strips / blocks / splits;");
        w.decode(kernel.batch(), "point", "rest");
        var source = tiling.segment(w, plan.right(), "stagedColumns");
        w.line("final long base = %s;", tiling.base(w, plan.right()));
        if (tiling.isDirect()) {
            direct(w, source);
        } else {
            panels(w, source);
        }
        w.line("}");
        return w.end("", tiling.multiplyPieces(w));
    }

    /// Chunk by chunk of k, and panel by panel of the right factor, packed. A panel stays in the
    /// nearest cache and the rows of a unit in the next, while the sums wait in memory.
    private void panels(PhaseText w, String source) {
        w.line("final int stop = Math.min(columns, first + %d);", Blocking.STRIP);
        w.line("for (int k0 = from; k0 < to; k0 += %d) {", Blocking.CHUNK);
        w.line("final int steps = Math.min(%d, to - k0);", Blocking.CHUNK);
        boolean strips = tiling.copiesStrips();
        if (strips) {
            w.line(
                    "final boolean whole = stop - first == %1$d && %2$s[first] >= %1$d;",
                    Blocking.STRIP, right.run());
            w.line(
                    "if (whole) {\n%s(%s, base + %dL * %s[first], %s, k0, steps, panels, panel);\n}",
                    Packing.stripName(blocking) + plan.source(plan.right()).suffix(),
                    source,
                    plan.source(plan.right()).bytes(),
                    right.at(),
                    right.ks());
        }
        eachPanel(w);
        w.line("final long panelAt = panel + %dL * (start - first);", 4 * Blocking.CHUNK);
        w.line(
                "%s%s(%s, base, %s, %s, start, count, %s, k0, steps, panels, panelAt, vectors * %d);%s",
                strips ? "if (!whole) {\n" : "",
                packing.right(plan.right().order()),
                source,
                right.at(),
                right.run(),
                right.ks(),
                blocking.lanes(),
                strips ? "\n}" : "");
        eachBlock(w);
        w.line("final int tileAt = %s;", tileAt());
        dispatch(w);
        w.line("}\n}\n}");
        w.line("for (int row = top; row < bottom; row++) {");
        eachPanel(w);
        w.line("final int sumsAt = %s;", tileAt());
        store(w, "start", "start + count", "count");
        w.line("}\n}");
    }

    /// Blocks of rows of the packed left factor.
    private void eachBlock(PhaseText w) {
        w.line("for (int row = top; row < bottom; row += %d) {", blocking.rows());
        w.line("final int left = rows - row;");
        w.line("final int height = %s;", blocking.heightOf("left"));
        w.line(
                "final int packedAt = (point * %s + row) * depth + k0 * height;",
                tiling.packedRows(w));
    }

    private void eachPanel(PhaseText w) {
        w.line("for (int start = first; start < stop; start += %d) {", blocking.panel());
        w.line("final int count = Math.min(%d, stop - start);", blocking.panel());
        w.line("final int vectors = (count + %d) / %d;", blocking.lanes() - 1, blocking.lanes());
    }

    /// Where the sums of a row begin: those of a panel follow each other.
    private String tileAt() {
        return "tile + (start - first) * each + (row - top) * vectors * " + blocking.lanes();
    }

    /// The right factor as it lies in memory: each vector is the start of a run of columns; a panel
    /// has as many as the block of sums. What a vector has behind the end of its run, the sums of
    /// the next one overwrite. Where such a vector would end behind the memory, the panel is
    /// packed.
    private void direct(PhaseText w, String source) {
        int lanes = blocking.lanes();
        int vectors = blocking.vectors();
        w.line(
                "final long last = %s.byteSize() - %d - 4L * %s[%s.length - 1];",
                source, 4 * lanes, right.ks(), right.ks());
        w.line("final int stop = Math.min(columns, first + %d);", Blocking.STRIP);
        w.line("for (int start = first; start < stop; ) {");
        var safe = new ArrayList<String>();
        w.line("final int begin = start;");
        for (int v = 0; v < vectors; v++) {
            w.line("final int to%d = start - begin;", v);
            w.line(
                    "final long at%d = base + 4L * %s[start < stop ? start : first];",
                    v, right.at());
            w.line(
                    "start += start < stop ? Math.min(Math.min(%s[start], %d), stop - start) : 0;",
                    right.run(), lanes);
            safe.add("at" + v + " <= last");
        }
        w.line("final int end = start;");
        w.line("final boolean direct = %s;", String.join(" && ", safe));
        w.line("for (int k0 = from; k0 < to; k0 += %d) {", Blocking.CHUNK);
        w.line("final int steps = Math.min(%d, to - k0);", Blocking.CHUNK);
        w.line("if (!direct) {");
        w.line(
                "packElements(%s, base, %s, %s, begin, end - begin, %s, k0, steps, panels, panel, %d);\n}",
                source, right.at(), right.run(), right.ks(), blocking.panel());
        eachBlock(w);
        w.line("final int tileAt = tile + (row - top) * %d;", blocking.panel());
        w.line("switch (height) {");
        var places = new StringJoiner(", ");
        for (int v = 0; v < vectors; v++) {
            places.add("at" + v);
        }
        var sums = new StringJoiner(", ");
        for (int v = 1; v < vectors; v++) {
            sums.add("to" + v);
        }
        for (int h : blocking.heights()) {
            w.line("case %d -> {\nif (direct) {", h);
            w.line(
                    "%s(packed, packedAt, %d, %s, %s, %s, k0, steps, tiles, k0 > from ? tileAt : 0, tileAt, %s);",
                    MicroKernels.direct(h, vectors), h, source, places, right.ks(), sums);
            w.line("} else {");
            multiply(w, h, vectors, "panel");
            w.line("}\n}");
        }
        w.line("default -> throw new IllegalStateException();\n}\n}\n}");
        w.line("for (int row = top; row < bottom; row++) {");
        w.line("final int sumsAt = tile + (row - top) * %d;", blocking.panel());
        store(w, "begin", "end", "end - begin");
        w.line("}\n}");
    }

    private String sumsAt(PhaseText w, String column) {
        return "((split * %s + point) * rows + row) * %s + %s"
                .formatted(
                        w.index.factor(plan.batch()), w.index.factor(tiling.sumStride()), column);
    }

    private void dispatch(PhaseText w) {
        w.line("switch (height * 10 + vectors) {");
        for (int h : blocking.heights()) {
            for (int v : blocking.widths()) {
                w.line("case %d ->", h * 10 + v);
                multiply(w, h, v, "panelAt");
            }
        }
        w.line("default -> throw new IllegalStateException();\n}");
    }

    /// The call for a block whose right factor is packed.
    private void multiply(PhaseText w, int height, int vectors, String panel) {
        w.line(
                "%s(packed, packedAt, %d, panels, %s, %dL, steps, tiles, k0 > from ? tileAt : 0, tileAt);",
                MicroKernels.name(height, vectors), height, panel, 4L * vectors * blocking.lanes());
    }

    /// Takes the sums of a row from one column to another on.
    private void store(PhaseText w, String from, String to, String count) {
        if (plan.isSplit()) {
            w.line("System.arraycopy(tiles, sumsAt, sums, %s, %s);", sumsAt(w, from), count);
        } else {
            w.decode(kernel.rows(), "row", "row");
            w.text.append(columns.loop(w.names, from, to, "tiles", "sumsAt"));
        }
    }
}
