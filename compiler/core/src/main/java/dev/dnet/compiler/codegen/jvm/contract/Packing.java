package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;

import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.Modifier;

/// The methods that copy a factor into panels `[k][w]`: element `(k, j)` lies at `at[j] + ks[k]` of
/// the source. `run[j]` counts the entries from `j` on that follow each other in memory; the last
/// entry of `ks` is its largest.
final class Packing {
    /// What is contiguous in memory: neighbours across the panel, along k, or nothing.
    enum Order {
        ACROSS,
        ALONG,
        NEITHER
    }

    /// The side of the squares that are turned: C2 has too few registers for larger ones, and then
    /// never compiles them.
    private static final int MOST_TURNED = 8;

    private static final ClassName VECTOR = Names.vector("FloatVector");

    private final int lanes;
    private final boolean vector;
    private final Source rows;
    private final Source columns;

    Packing(Width width, Source rows, Source columns) {
        this.rows = rows;
        this.columns = columns;
        this.vector = width.isVector();
        this.lanes = vector ? width.lanes(ElementType.F32) : 1;
    }

    /// Methods for panels of the right factor, off-heap, and of the left factor, in an array.
    List<MethodSpec> methods(Order rowOrder, Order columnOrder) {
        var all = new ArrayList<>(rows.methods());
        all.addAll(columns.methods());
        all.add(elements(false));
        all.add(elements(true));
        if (vector && columnOrder == Order.ACROSS) {
            all.add(strip(false));
            all.add(pair());
            all.add(part());
            all.add(across());
        }
        if (vector && rowOrder == Order.ACROSS) {
            all.add(strip(true));
        }
        if (columnOrder == Order.ALONG && isTurned(columns)) {
            all.add(transpose(false));
            all.add(along());
        }
        if (rowOrder == Order.ALONG && isTurned(rows)) {
            all.add(transpose(true));
        }
        all.add(left(rowOrder));
        return all;
    }

    /// The constants of those methods.
    List<FieldSpec> fields(Order rowOrder, Order columnOrder) {
        var fields = new ArrayList<FieldSpec>();
        boolean turns =
                rowOrder == Order.ALONG && isTurned(rows)
                        || columnOrder == Order.ALONG && isTurned(columns);
        int side = square(lanes);
        if (turns && side < lanes) {
            fields.add(
                    constant(
                            ParameterizedTypeName.get(
                                    Names.VECTOR_SPECIES, ClassName.get(Float.class)),
                            species(lanes),
                            CodeBlock.of("$T.SPECIES_$L", VECTOR, 32 * side)));
        }
        for (int half = 1; turns && half < side; half *= 2) {
            for (boolean high : List.of(false, true)) {
                var name = (high ? "HIGH_" : "LOW_") + half;
                var lanesOf = selector(side, half, high);
                fields.add(
                        constant(
                                VECTOR,
                                name,
                                CodeBlock.of(
                                        "$T.fromArray($L, $L, 0)",
                                        VECTOR,
                                        species(lanes),
                                        lanesOf)));
            }
        }
        return fields;
    }

    private static FieldSpec constant(TypeName type, String name, CodeBlock value) {
        return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(value)
                .build();
    }

    private Source source(boolean array) {
        return array ? rows : columns;
    }

    String right(Order order) {
        return rightName(order) + columns.suffix();
    }

    private String rightName(Order order) {
        return switch (order) {
            case ACROSS -> vector ? "packAcross" : "packElements";
            case ALONG -> isTurned(columns) ? "packAlong" : "packElements";
            case NEITHER -> "packElements";
        };
    }

    String leftMethod(Order order) {
        return leftName(order) + rows.suffix();
    }

    private String leftName(Order order) {
        return switch (order) {
            case ACROSS -> vector ? "packRowsAcross" : "packRows";
            case ALONG -> isTurned(rows) ? "packRowsAlong" : "packRows";
            case NEITHER -> "packRows";
        };
    }

    /// The side of a square that is turned.
    private static int square(int lanes) {
        return Math.min(lanes, MOST_TURNED);
    }

    /// Whether squares of a factor are turned: vectors narrower than those of the holder have no
    /// methods for floats of 16 bits.
    private boolean isTurned(Source source) {
        return vector && (lanes <= MOST_TURNED || !source.type().isHalf());
    }

    /// The species of the vectors that are turned.
    private static String species(int lanes) {
        return lanes <= MOST_TURNED ? "F" : "F" + MOST_TURNED;
    }

    private static String target(boolean array) {
        return array ? "float[] p, int po" : "MemorySegment p, long po";
    }

    /// One element after the other.
    private MethodSpec elements(boolean array) {
        var set =
                array
                        ? "p[po + (k - k0) * w + j] = x"
                        : "p.set(ValueLayout.JAVA_FLOAT, po + 4L * ((k - k0) * w + j), x)";
        return source(array)
                .method(
                        "void "
                                + (array ? "packRowElements" : "packElements")
                                + "(MemorySegment s, long so, int[] at, int[] run, int from, int n, int[] ks, int k0, int kn, "
                                + target(array)
                                + ", int w)",
                        "Copies {@code kn} steps of {@code n} columns from {@code from} on, element by element.",
                        """
                        for (int k = k0; k < k0 + kn; k++) {
                            for (int j = 0; j < n; j++) {
                                final float x = s.get(ValueLayout.JAVA_FLOAT, so + 4L * (at[from + j] + ks[k]));
                                %s;
                            }
                        }
                        """
                                .formatted(set));
    }

    /// One vector of neighbours for each k.
    private MethodSpec strip(boolean array) {
        var into = array ? "intoArray(p, po + k * w)" : "intoMemorySegment(p, po + 4L * k * w, LE)";
        return source(array)
                .method(
                        "void "
                                + (array ? "copyRows" : "copyColumns")
                                + "(MemorySegment s, long so, int[] ks, int k0, int kn, "
                                + target(array)
                                + ", int w)",
                        "Copies one vector for each of {@code kn} steps.",
                        """
                        for (int k = 0; k < kn; k++) {
                            FloatVector.fromMemorySegment(F, s, so + 4L * ks[k0 + k], LE).%s;
                        }
                        """
                                .formatted(into));
    }

    /// Two vectors of neighbours for each k.
    private MethodSpec pair() {
        return columns.method(
                "void copyTwoColumns(MemorySegment s, long so, int[] ks, int k0, int kn, MemorySegment p, long po, int w)",
                "Copies two vectors for each of {@code kn} steps.",
                """
                for (int k = 0; k < kn; k++) {
                    final long from = so + 4L * ks[k0 + k];
                    final long to = po + 4L * k * w;
                    FloatVector.fromMemorySegment(F, s, from, LE).intoMemorySegment(p, to, LE);
                    FloatVector.fromMemorySegment(F, s, from + %2$d, LE).intoMemorySegment(p, to + %1$d, LE);
                }
                """
                        .formatted(4 * lanes, columns.bytes() * lanes));
    }

    static String stripName(Blocking blocking) {
        return "copyStripBy" + blocking.vectors();
    }

    /// All panels of a strip that lies in memory as rows.
    MethodSpec strips(Blocking blocking) {
        var copies = new StringBuilder();
        for (int v = 0; v < blocking.vectors(); v++) {
            copies.append(
                    "        FloatVector.fromMemorySegment(F, s, from + %2$d, LE).intoMemorySegment(p, to + %1$d, LE);\n"
                            .formatted(4 * lanes * v, columns.bytes() * lanes * v));
        }
        return columns.method(
                "void "
                        + stripName(blocking)
                        + "(MemorySegment s, long so, int[] ks, int k0, int kn, MemorySegment p, long po)",
                "Copies {@code kn} steps of a strip of columns into its panels.",
                """
                for (int k = 0; k < kn; k++) {
                    long from = so + 4L * ks[k0 + k];
                    long to = po + %1$dL * k;
                    for (int c = 0; c < %2$d; c += %3$d) {
                %4$s        from += %6$d;
                        to += %5$d;
                    }
                }
                """
                        .formatted(
                                4 * blocking.panel(),
                                Blocking.STRIP,
                                blocking.panel(),
                                copies,
                                4 * blocking.panel() * Blocking.CHUNK,
                                columns.bytes() * blocking.panel()));
    }

    /// Part of a vector for each k.
    private MethodSpec part() {
        return columns.method(
                "void copyFewColumns(MemorySegment s, long so, int[] ks, int k0, int kn, MemorySegment p, long po, int w, int n)",
                "Copies {@code n} elements of a vector for each of {@code kn} steps.",
                """
                final VectorMask<Float> few = F.indexInRange(0, n);
                for (int k = 0; k < kn; k++) {
                    FloatVector.fromMemorySegment(F, s, so + 4L * ks[k0 + k], LE).intoMemorySegment(p, po + 4L * k * w, LE, few);
                }
                """);
    }

    /// Vectors may spill to the right inside the panel, where the next run overwrites them.
    private MethodSpec across() {
        return columns.method(
                "void packAcross(MemorySegment s, long so, int[] at, int[] run, int from, int n, int[] ks, int k0, int kn, MemorySegment p, long po, int w)",
                "Copies {@code kn} steps of {@code n} columns, run by run.",
                """
                final long last = s.byteSize() - %2$d - 4L * ks[ks.length - 1];
                for (int j = 0; j < n; ) {
                    final int end = Math.min(n, j + run[from + j]);
                    for (; j < end; j += %1$d) {
                        final long x = so + 4L * at[from + j];
                        if (x <= last && end - j >= 2 * %1$d) {
                            copyTwoColumns(s, x, ks, k0, kn, p, po + 4L * j, w);
                            j += %1$d;
                        } else if (x <= last && j + %1$d <= w) {
                            copyColumns(s, x, ks, k0, kn, p, po + 4L * j, w);
                        } else if (x <= last) {
                            copyFewColumns(s, x, ks, k0, kn, p, po + 4L * j, w, w - j);
                        } else {
                            packElements(s, so, at, run, from + j, Math.min(end - j, %1$d), ks, k0, kn, p, po + 4L * j, w);
                        }
                    }
                    j = end;
                }
                """
                        .formatted(lanes, columns.bytes() * lanes));
    }

    /// Squares are read along k and turned; `run` counts along k here.
    private MethodSpec along() {
        return columns.method(
                "void packAlong(MemorySegment s, long so, int[] at, int[] run, int from, int n, int[] ks, int k0, int kn, MemorySegment p, long po, int w)",
                "Copies {@code kn} steps of {@code n} columns that lie along k.",
                """
                for (int k = 0; k < kn; ) {
                    if (k + %1$d <= kn && run[k0 + k] >= %1$d) {
                        for (int j = 0; j < n; j += %1$d) {
                            turnColumns(s, so + 4L * ks[k0 + k], at, from + j, p, po + 4L * (k * w + j), w);
                        }
                        k += %1$d;
                    } else {
                        packElements(s, so, at, run, from, n, ks, k0 + k, 1, p, po + 4L * k * w, w);
                        k++;
                    }
                }
                """
                        .formatted(square(lanes)));
    }

    /// A panel of the left factor, `w` of `n` rows wide; the rest is zero.
    private MethodSpec left(Order order) {
        var head =
                "void "
                        + leftName(order)
                        + "(MemorySegment s, long so, int[] at, int[] run, int from, int n, int[] ks, int kn, float[] p, int po, int w)";
        var doc = "Packs {@code n} rows from {@code from} on as a panel of {@code w} rows.";
        var slow = "packRowElements(s, so, at, run, from, n, ks, %s, p, po%s, w);\n";
        var zero = "if (n < w) {\n    Arrays.fill(p, po, po + kn * w, 0f);\n}\n";
        if (leftName(order).equals("packRows")) {
            return rows.method(head, doc, zero + slow.formatted("0, kn", ""));
        }
        if (order == Order.ACROSS) {
            return rows.method(
                    head,
                    doc,
                    zero
                            + """
                            final int spill = Math.max(0, (%1$d - 1) / w);
                            final long x = so + 4L * at[from];
                            int k = 0;
                            if (n == w && w <= %1$d && run[from] >= w && x + 4L * ks[ks.length - 1] <= s.byteSize() - %2$d) {
                                k = Math.max(0, kn - spill);
                                copyRows(s, x, ks, 0, k, p, po, w);
                            }
                            packRowElements(s, so, at, run, from, n, ks, k, kn - k, p, po + k * w, w);
                            """
                                    .formatted(lanes, rows.bytes() * lanes));
        }
        return rows.method(
                head,
                doc,
                zero
                        + """
                        final int last = (w - 1) / %1$d * %1$d;
                        for (int k = 0; k < kn; ) {
                            if (n == w && run[k] >= %1$d && (k + %1$d - 1) * w + last + %1$d <= kn * w) {
                                for (int j = last; j >= 0; j -= %1$d) {
                                    turnRows(s, so + 4L * ks[k], at, from + j, p, po + k * w + j, w);
                                }
                                k += %1$d;
                            } else {
                                packRowElements(s, so, at, run, from, n, ks, k, 1, p, po + k * w, w);
                                k++;
                            }
                        }
                        """
                                .formatted(square(lanes)));
    }

    /// A square: each row is contiguous along k in the source, each column in the panel.
    private MethodSpec transpose(boolean array) {
        var body = new StringBuilder();
        int side = square(lanes);
        for (int i = 0; i < side; i++) {
            body.append(
                    "FloatVector r%1$d = FloatVector.fromMemorySegment(%2$s, s, so + 4L * at[from + %1$d], LE);\nFloatVector q%1$d;\n"
                            .formatted(i, species(lanes)));
        }
        var from = "r";
        var to = "q";
        for (int half = 1; half < side; half *= 2) {
            for (int i = 0; i < side; i++) {
                if ((i & half) == 0) {
                    body.append(
                            "%s%d = LOW_%d.selectFrom(%s%d, %s%d);\n"
                                    .formatted(to, i, half, from, i, from, i + half));
                    body.append(
                            "%s%d = HIGH_%d.selectFrom(%s%d, %s%d);\n"
                                    .formatted(to, i + half, half, from, i, from, i + half));
                }
            }
            var last = from;
            from = to;
            to = last;
        }
        for (int i = 0; i < side; i++) {
            var into =
                    array
                            ? "intoArray(p, po + %d * w)"
                            : "intoMemorySegment(p, po + 4L * %d * w, LE)";
            body.append((from + i + "." + into + ";\n").formatted(i));
        }
        return source(array)
                .method(
                        "void "
                                + (array ? "turnRows" : "turnColumns")
                                + "(MemorySegment s, long so, int[] at, int from, "
                                + target(array)
                                + ", int w)",
                        "Copies a square, turned.",
                        body.toString());
    }

    /// Which lanes of two rows that are `half` apart make the new ones.
    private static String selector(int lanes, int half, boolean high) {
        var text = new StringBuilder("new float[] {");
        for (int l = 0; l < lanes; l++) {
            boolean own = (l & half) == 0;
            int low = own ? l : lanes + l - half;
            int up = own ? l + half : lanes + l;
            text.append(l == 0 ? "" : ", ").append(high ? up : low);
        }
        return text.append("}").toString();
    }
}
