package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.Docs;
import dev.dnet.compiler.codegen.jvm.IndexCode;
import dev.dnet.compiler.codegen.jvm.KernelCode;
import dev.dnet.compiler.codegen.jvm.KernelNames;
import dev.dnet.compiler.codegen.jvm.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.StringJoiner;

/// A contraction as a matrix product of panels: the left factor is packed whole, the right one
/// panel by panel, and blocks of sums stay in registers. What the factors look like in memory is in
/// tables of offsets, so that matrices in any layout, convolutions and their derivatives are all
/// this one form.
final class TiledForm {
    private static final String BAND = Integer.toString(Blocking.BAND);

    /// Floats at the start of the tiles that stay zero: where the sums of the largest block begin.
    private static final int ZEROS = 512;

    private final Kernel.Contraction kernel;
    private final Plan plan;
    private final List<Buffer> buffers;
    private final Width width;
    private final Blocking blocking;
    private final Packing packing;
    private final Columns columns;
    private final Tables left;
    private final Tables right;
    private final List<KernelCode.Phase> phases = new ArrayList<>();

    private TiledForm(Plan plan, List<Buffer> buffers, Width width) {
        this.kernel = plan.kernel();
        this.plan = plan;
        this.buffers = new ArrayList<>(buffers);
        this.width = width;
        this.blocking = Blocking.of(width, plan.rows(), plan.columns());
        this.packing = new Packing(width);
        this.columns = Columns.of(kernel, buffers, width);
        this.left = Tables.of(plan.left(), kernel.rows(), kernel.reduce());
        this.right = Tables.of(plan.right(), kernel.columns(), kernel.reduce());
    }

    static KernelCode write(Plan plan, List<Buffer> buffers, Width width) {
        return new TiledForm(plan, buffers, width).write();
    }

    private KernelCode write() {
        prepare();
        plan.left().staging().ifPresent(s -> stage(s, plan.left().buffer(), "stagedRows"));
        plan.right().staging().ifPresent(s -> stage(s, plan.right().buffer(), "stagedColumns"));
        pack();
        multiply();
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
            if (plan.isDirect(blocking)) {
                list.add(kernels.unpacked(h, blocking.vectors()));
                list.add(kernels.packed(h, blocking.vectors()));
            } else {
                blocking.widths().forEach(v -> list.add(kernels.packed(h, v)));
            }
        }
        if (plan.left().staging().isPresent() || plan.right().staging().isPresent()) {
            list.addAll(Scratch.staging(width));
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
        if (width.isVector()) {
            list.addAll(Scratch.selectors(blocking.lanes()));
        }
        list.addAll(left.fields());
        list.addAll(right.fields());
        list.forEach(f -> all.put(f.name(), f));
        return List.copyOf(all.values());
    }

    // The phases.

    /// One phase in the making.
    private final class Writer {
        final KernelNames names = new KernelNames(buffers);
        final IndexCode index = new IndexCode(names::symbol);
        final StringBuilder text = new StringBuilder();

        Writer() {
            kernel.batch().forEach(a -> names.axis(a.name()));
            kernel.rows().forEach(a -> names.axis(a.name()));
            kernel.columns().forEach(a -> names.axis(a.name()));
            kernel.reduce().forEach(a -> names.axis(a.name()));
        }

        void line(String format, Object... args) {
            text.append(format.formatted(args)).append('\n');
        }

        String print(Size size) {
            return index.print(size);
        }

        void decode(List<Axis> axes, String from, String rest) {
            var source = from;
            for (int a = axes.size() - 1; a >= 0; a--) {
                var i = names.axis(axes.get(a).name());
                if (a == 0) {
                    line("final int %s = %s;", i, source);
                } else {
                    var extent = index.factor(axes.get(a).extent());
                    line("final int %s = %s %% %s;", i, source, extent);
                    line("final int %s%d = %s / %s;", rest, a, source, extent);
                    source = rest + a;
                }
            }
        }

        void end(String suffix, CodeBlock pieces) {
            phases.add(
                    new KernelCode.Phase(
                            kernel.name() + suffix,
                            Docs.of(kernel.spans()),
                            names.sizes(),
                            names.buffers(),
                            pieces,
                            JavaText.code(text.toString())));
        }
    }

    private CodeBlock pieces(Writer w, Size count, Size work) {
        return Pieces.of(
                w.print(count),
                work.isConstant() ? work.value() + "L" : "(long) " + w.index.factor(work));
    }

    private Size unitRows() {
        return plan.rows().plus(Blocking.BAND - 1).floorDiv(Blocking.BAND);
    }

    private Size unitColumns() {
        return plan.columns().plus(Blocking.STRIP - 1).floorDiv(Blocking.STRIP);
    }

    private CodeBlock multiplyPieces(Writer w) {
        return pieces(
                w,
                plan.batch().times(unitRows()).times(unitColumns()).times(plan.splits()),
                plan.work());
    }

    private void prepare() {
        var w = new Writer();
        w.text.append(left.update(w.names)).append(right.update(w.names));
        var packed = plan.batch().times(blocking.packedRows(plan.rows())).times(plan.depth());
        w.line("packed = growArray(packed, Math.toIntExact(%s + 64));", w.index.bytes(packed, 1));
        var pieces = multiplyPieces(w).toString();
        if (pieces.contains("threads")) {
            w.line("final int threads = pool.threads();");
        }
        w.line("panels = growSegment(panels, %s * %dL);", "(" + pieces + ")", panelBytes());
        w.line("tiles = growArray(tiles, %d + %s * %d);", ZEROS, "(" + pieces + ")", tileSize());
        stagedBytes(w, plan.left(), "stagedRows");
        stagedBytes(w, plan.right(), "stagedColumns");
        if (plan.isSplit()) {
            w.line(
                    "sums = growArray(sums, %s);",
                    w.print(
                            plan.splits()
                                    .times(plan.batch())
                                    .times(plan.rows())
                                    .times(sumStride())));
        }
        w.end("_prepare", CodeBlock.of("1"));
    }

    private void stagedBytes(Writer w, Factor factor, String scratch) {
        factor.staging()
                .ifPresent(s ->
                        w.line(
                                "%s = growSegment(%s, %s);",
                                scratch, scratch, w.index.bytes(s.elements().plus(64), 4)));
    }

    /// Scratch memory of one piece: a panel of the right factor.
    private long panelBytes() {
        return 4L * blocking.panel() * Blocking.CHUNK + 256;
    }

    /// And the sums above that panel.
    private int tileSize() {
        return blocking.panel() * Plan.MOST_ROWS + 64;
    }

    private Size sumStride() {
        return plan.columns().plus(31).floorDiv(16).times(16);
    }

    private void stage(Staging staging, int buffer, String scratch) {
        var w = new Writer();
        Scratch.stage(w.text, w.names, staging, buffer, scratch);
        w.end("_" + scratch, pieces(w, staging.rows(), staging.elements()));
    }

    private String segment(Writer w, Factor factor, String scratch) {
        return factor.staging().isPresent() ? scratch : w.names.buffer(factor.buffer());
    }

    private String base(Writer w, Factor factor) {
        var base = w.index.bytes(factor.base(), 4);
        return factor.staging().isPresent() ? base : w.names.offset(factor.buffer()) + " + " + base;
    }

    private String packedRows(Writer w) {
        return w.index.factor(blocking.packedRows(plan.rows()));
    }

    private void pack() {
        var w = new Writer();
        var units = plan.batch().times(unitRows());
        w.line("final int rows = %s;", w.print(plan.rows()));
        w.line("final int depth = %s;", w.print(plan.depth()));
        w.line("final int bands = (rows + %d) / %s;", Blocking.BAND - 1, BAND);
        w.line("final int units = %s;", w.print(units));
        w.line(
                "for (int unit = (int) ((long) units * piece / pieces); unit < (int) ((long) units * (piece + 1) / pieces); unit++) {");
        w.line("final int point = unit / bands;");
        w.line("final int first = unit %% bands * %s;", BAND);
        w.decode(kernel.batch(), "point", "rest");
        var source = segment(w, plan.left(), "stagedRows");
        w.line("final long base = %s;", base(w, plan.left()));
        w.line(
                "for (int row = first; row < Math.min(rows, first + %s); row += %d) {",
                BAND, blocking.rows());
        w.line("final int left = rows - row;");
        w.line("final int height = %s;", blocking.heightOf("left"));
        w.line(
                "%s(%s, base, %s, %s, row, Math.min(left, height), %s, depth, packed, (point * %s + row) * depth, height);",
                packing.leftName(plan.packedOrder()),
                source,
                left.at(),
                left.run(),
                left.ks(),
                packedRows(w));
        w.line("}\n}");
        w.end("_pack", pieces(w, units, plan.batch().times(plan.rows()).times(plan.depth())));
    }

    private void multiply() {
        var w = new Writer();
        w.line("final int rows = %s;", w.print(plan.rows()));
        w.line("final int columns = %s;", w.print(plan.columns()));
        w.line("final int depth = %s;", w.print(plan.depth()));
        w.line("final int splits = %s;", w.print(plan.splits()));
        w.line("final int strips = (columns + %d) / %d;", Blocking.STRIP - 1, Blocking.STRIP);
        w.line("final int bands = (rows + %d) / %s;", Blocking.BAND - 1, BAND);
        w.line("final int others = %s * strips * splits;", w.index.factor(plan.batch()));
        w.line(
                "final int most = Math.clamp(%d / depth, 8, %d);",
                8 * Blocking.CHUNK, Plan.MOST_ROWS / Blocking.BAND);
        w.line(
                "final int parts = Math.max((bands + most - 1) / most, Math.min(bands, (pieces + others - 1) / others));");
        w.line("final int each = (bands + parts - 1) / parts * %s;", BAND);
        w.line("final int blocks = (rows + each - 1) / each;");
        w.line("final long units = (long) others * blocks;");
        w.line("final long panel = piece * %dL;", panelBytes());
        w.line("final int tile = %d + piece * %d;", ZEROS, tileSize());
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
        var source = segment(w, plan.right(), "stagedColumns");
        w.line("final long base = %s;", base(w, plan.right()));
        if (plan.isDirect(blocking)) {
            direct(w, source);
        } else {
            panels(w, source);
        }
        w.line("}");
        w.end("", multiplyPieces(w));
    }

    /// Panel by panel of the right factor, packed.
    private void panels(Writer w, String source) {
        w.line(
                "for (int start = first; start < Math.min(columns, first + %d); start += %d) {",
                Blocking.STRIP, blocking.panel());
        w.line("final int count = Math.min(%d, columns - start);", blocking.panel());
        w.line("final int vectors = (count + %d) / %d;", blocking.lanes() - 1, blocking.lanes());
        w.line("for (int k0 = from; k0 < to; k0 += %d) {", Blocking.CHUNK);
        w.line("final int steps = Math.min(%d, to - k0);", Blocking.CHUNK);
        w.line(
                "%s(%s, base, %s, %s, start, count, %s, k0, steps, panels, panel, vectors * %d);",
                packing.right(plan.right().order()),
                source,
                right.at(),
                right.run(),
                right.ks(),
                blocking.lanes());
        w.line("for (int row = top; row < bottom; row += %d) {", blocking.rows());
        w.line("final int left = rows - row;");
        w.line("final int height = %s;", blocking.heightOf("left"));
        w.line("final int packedAt = (point * %s + row) * depth + k0 * height;", packedRows(w));
        w.line("final int tileAt = tile + (row - top) * vectors * %d;", blocking.lanes());
        dispatch(w);
        w.line("}\n}");
        store(w);
        w.line("}");
    }

    /// The right factor as it lies in memory: each vector is the start of a run of columns; a panel
    /// has as many as the block of sums. Where such a vector would end behind the memory, the panel
    /// is packed.
    private void direct(Writer w, String source) {
        int lanes = blocking.lanes();
        int vectors = blocking.vectors();
        w.line(
                "final long last = %s.byteSize() - %d - 4L * %s[%s.length - 1];",
                source, 4 * lanes, right.ks(), right.ks());
        w.line("final int stop = Math.min(columns, first + %d);", Blocking.STRIP);
        w.line("for (int start = first; start < stop; ) {");
        var safe = new ArrayList<String>();
        for (int v = 0; v < vectors; v++) {
            w.line("final int column%d = start < stop ? start : first;", v);
            w.line(
                    "final int count%d = start < stop ? Math.min(Math.min(%s[start], %d), stop - start) : 0;",
                    v, right.run(), lanes);
            w.line("start += count%d;", v);
            w.line("final long at%d = base + 4L * %s[column%d];", v, right.at(), v);
            safe.add("at" + v + " <= last");
        }
        w.line("final boolean direct = %s;", String.join(" && ", safe));
        w.line("for (int k0 = from; k0 < to; k0 += %d) {", Blocking.CHUNK);
        w.line("final int steps = Math.min(%d, to - k0);", Blocking.CHUNK);
        w.line("if (!direct) {");
        for (int v = 0; v < vectors; v++) {
            w.line(
                    "packElements(%s, base, %s, %s, column%d, count%d, %s, k0, steps, panels, panel + %dL, %d);",
                    source,
                    right.at(),
                    right.run(),
                    v,
                    v,
                    right.ks(),
                    4L * v * lanes,
                    blocking.panel());
        }
        w.line("}");
        w.line("for (int row = top; row < bottom; row += %d) {", blocking.rows());
        w.line("final int left = rows - row;");
        w.line("final int height = %s;", blocking.heightOf("left"));
        w.line("final int packedAt = (point * %s + row) * depth + k0 * height;", packedRows(w));
        w.line("final int tileAt = tile + (row - top) * %d;", blocking.panel());
        w.line("switch (height) {");
        var places = new StringJoiner(", ");
        for (int v = 0; v < vectors; v++) {
            places.add("at" + v);
        }
        for (int h : blocking.heights()) {
            w.line("case %d -> {\nif (direct) {", h);
            w.line(
                    "%s(packed, packedAt, %d, %s, %s, %s, k0, steps, tiles, k0 > from ? tileAt : 0, tileAt);",
                    MicroKernels.direct(h, vectors), h, source, places, right.ks());
            w.line("} else {");
            multiply(w, h, vectors);
            w.line("}\n}");
        }
        w.line("default -> throw new IllegalStateException();\n}\n}\n}");
        w.line("for (int row = top; row < bottom; row++) {");
        w.line("final int sumsAt = tile + (row - top) * %d;", blocking.panel());
        if (!plan.isSplit()) {
            w.decode(kernel.rows(), "row", "row");
        }
        for (int v = 0; v < vectors; v++) {
            w.line("if (count%d > 0%s) {", v, v == 0 ? "" : " && count" + (v - 1) + " < " + lanes);
            storeRun(w, v);
            w.line("}");
        }
        w.line("}\n}");
    }

    /// The columns from vector `v` on that have no gap between their sums.
    private void storeRun(Writer w, int v) {
        int lanes = blocking.lanes();
        w.line("final int end = column%d + %s;", v, reach(v));
        var at = "sumsAt + " + v * lanes;
        if (plan.isSplit()) {
            w.line(
                    "System.arraycopy(tiles, %s, sums, %s, end - column%d);",
                    at, sumsAt(w, "column" + v), v);
        } else {
            w.text.append(columns.loop(w.names, "column" + v, "end", "tiles", at));
        }
    }

    private String reach(int v) {
        var own = "count" + v;
        return v + 1 == blocking.vectors()
                ? own
                : own + " + (" + own + " == " + blocking.lanes() + " ? " + reach(v + 1) + " : 0)";
    }

    private String sumsAt(Writer w, String column) {
        return "((split * %s + point) * rows + row) * %s + %s"
                .formatted(w.index.factor(plan.batch()), w.index.factor(sumStride()), column);
    }

    private void dispatch(Writer w) {
        w.line("switch (height * 10 + vectors) {");
        for (int h : blocking.heights()) {
            for (int v : blocking.widths()) {
                w.line("case %d ->", h * 10 + v);
                multiply(w, h, v);
            }
        }
        w.line("default -> throw new IllegalStateException();\n}");
    }

    /// The call for a block whose right factor is packed.
    private void multiply(Writer w, int height, int vectors) {
        w.line(
                "%s(packed, packedAt, %d, panels, panel, %dL, steps, tiles, k0 > from ? tileAt : 0, tileAt);",
                MicroKernels.name(height, vectors), height, 4L * vectors * blocking.lanes());
    }

    private void store(Writer w) {
        w.line("for (int row = top; row < bottom; row++) {");
        w.line("final int sumsAt = tile + (row - top) * vectors * %d;", blocking.lanes());
        if (plan.isSplit()) {
            w.line("System.arraycopy(tiles, sumsAt, sums, %s, count);", sumsAt(w, "start"));
        } else {
            w.decode(kernel.rows(), "row", "row");
            w.text.append(columns.loop(w.names, "start", "start + count", "tiles", "sumsAt"));
        }
        w.line("}");
    }

    /// Adds the parts of split sums in order.
    private void join() {
        var w = new Writer();
        var rows = plan.batch().times(plan.rows());
        w.line("final int rows = %s;", w.print(plan.rows()));
        w.line("final int columns = %s;", w.print(plan.columns()));
        w.line("final int all = %s;", w.print(rows));
        w.line("final int stride = %s;", w.print(sumStride()));
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
        w.end("_join", pieces(w, rows, rows.times(plan.columns()).times(plan.splits())));
    }
}
