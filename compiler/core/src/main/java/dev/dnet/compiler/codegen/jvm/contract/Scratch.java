package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.StringJoiner;

/// The memory that all contractions of a holder share, since they run one after the other, and the
/// methods that fill it.
final class Scratch {
    private Scratch() {}

    static List<FieldSpec> fields() {
        return List.of(
                JavaText.field("float[]", "packed"),
                JavaText.field("float[]", "tiles"),
                JavaText.field("MemorySegment", "panels"),
                JavaText.field("MemorySegment", "stagedRows"),
                JavaText.field("MemorySegment", "stagedColumns"),
                JavaText.field("float[]", "sums"));
    }

    static List<MethodSpec> methods() {
        return List.of(
                JavaText.method(
                        "float[] growArray(float[] memory, int size)",
                        "Memory of at least this size.",
                        "return memory.length >= size ? memory : new float[size];\n"),
                JavaText.method(
                        "MemorySegment growSegment(MemorySegment memory, long bytes)",
                        "Memory of at least this size, which lives as long as it is used.",
                        "return memory.byteSize() >= bytes ? memory : Arena.ofAuto().allocate(bytes, 64);\n"));
    }

    static List<MethodSpec> splitting(Width width) {
        int lanes = width.isVector() ? width.lanes(ElementType.F32) : 1;
        var add =
                width.isVector()
                        ? "FloatVector.fromArray(F, p, to + j).add(FloatVector.fromArray(F, p, from + j)).intoArray(p, to + j);"
                        : "p[to + j] += p[from + j];";
        return List.of(
                JavaText.method(
                        "void addSums(float[] p, int from, int to, int n)",
                        "Adds a row of partial sums to another.",
                        "for (int j = 0; j < n; j += %d) {\n    %s\n}\n".formatted(lanes, add)));
    }

    static List<MethodSpec> staging(Width width, Source source) {
        int lanes = width.isVector() ? width.lanes(ElementType.F32) : 1;
        var zeros =
                width.isVector()
                        ? """
                        if (!last) {
                            for (; j < n; j += %d) {
                                FloatVector.zero(F).intoMemorySegment(p, po + 4L * j, LE);
                            }
                        }
                        """
                                .formatted(lanes)
                        : "";
        var copies =
                width.isVector()
                        ? """
                        if (!last && so + 4L * (n + %1$d) <= s.byteSize()) {
                            for (; j < n; j += %1$d) {
                                FloatVector.fromMemorySegment(F, s, so + 4L * j, LE).intoMemorySegment(p, po + 4L * j, LE);
                            }
                        }
                        """
                                .formatted(lanes)
                        : "";
        return List.of(
                JavaText.method(
                        "void stageZeros(MemorySegment p, long po, int n, boolean last)",
                        "Zeros; those of the last rows of a piece do not spill into the next.",
                        "int j = 0;\n"
                                + zeros
                                + "for (; j < n; j++) {\n    p.set(ValueLayout.JAVA_FLOAT, po + 4L * j, 0f);\n}\n"),
                source.method(
                        "void stageRow(MemorySegment s, long so, MemorySegment p, long po, int left, int n, int right, boolean last)",
                        "A row between zeros.",
                        "stageZeros(p, po, left, last);\ncopyRow(s, so, p, po + 4L * left, n, last);\n"
                                + "stageZeros(p, po + 4L * (left + n), right, last);\n"),
                source.method(
                        "void copyRow(MemorySegment s, long so, MemorySegment p, long po, int n, boolean last)",
                        "A row; the last ones of a piece do not spill into the next.",
                        "int j = 0;\n"
                                + copies
                                + "for (; j < n; j++) {\n    p.set(ValueLayout.JAVA_FLOAT, po + 4L * j, s.get(ValueLayout.JAVA_FLOAT, so + 4L * j));\n}\n"),
                source.method(
                        "void stageParts(MemorySegment s, long so, MemorySegment p, long po, int extent, int low, int step, int part, boolean inside)",
                        "A row between zeros, every so many elements side by side.",
                        """
                        for (int r = 0; r < step; r++) {
                            for (int q = 0; q < part; q++) {
                                final int x = q * step + r + low;
                                final boolean here = inside && x >= 0 && x < extent;
                                p.set(ValueLayout.JAVA_FLOAT, po + 4L * (r * part + q), here ? s.get(ValueLayout.JAVA_FLOAT, so + 4L * x) : 0f);
                            }
                        }
                        """));
    }

    /// Statements that copy this piece's rows of a tensor into scratch memory. A vector may spill
    /// over the rows behind its own, which are written later, but not over those of the next piece.
    static void stage(
            StringBuilder text,
            KernelNames names,
            Staging staging,
            int buffer,
            String scratch,
            int lanes,
            Source stored) {
        var index = new IndexCode(names::symbol);
        var dims = staging.dims();
        int inner = dims.size() - 1;
        text.append("final int lines = %s;\n".formatted(index.print(staging.rows())));
        text.append("final int end = (int) ((long) lines * (piece + 1) / pieces);\n");
        text.append(
                "for (int line = (int) ((long) lines * piece / pieces); line < end; line++) {\n");
        var rest = "line";
        var inside = new StringJoiner(" && ");
        var at = Size.ZERO;
        for (int d = inner - 1; d >= 0; d--) {
            var dim = dims.get(d);
            if (d == 0) {
                text.append("final int d0 = %s + %s;\n".formatted(rest, index.factor(dim.low())));
            } else {
                var padded = index.factor(dim.padded());
                text.append(
                        "final int d%d = %s %% %s + %s;\n"
                                .formatted(d, rest, padded, index.factor(dim.low())));
                text.append("final int line%d = %s / %s;\n".formatted(d, rest, padded));
                rest = "line" + d;
            }
            if (dim.guarded()) {
                inside.add("d%d >= 0 && d%d < %s".formatted(d, d, index.print(dim.extent())));
            }
            at = at.plus(Size.symbol("d" + d).times(staging.stride(d)));
        }
        var source = new IndexCode(s -> s.matches("d\\d+") ? s : names.symbol(s));
        text.append(
                "final boolean inside = %s;\n".formatted(inside.length() == 0 ? "true" : inside));
        text.append(
                "final long from = %s + %s;\n"
                        .formatted(names.offset(buffer), source.bytes(at, stored.bytes())));
        var part = index.print(staging.part());
        var last = dims.get(inner);
        if (staging.step() > 1) {
            text.append(
                    "stageParts%s(%s, from, %s, %dL * line * %s, %s, %s, %d, %s, inside);\n"
                            .formatted(
                                    stored.suffix(),
                                    names.buffer(buffer),
                                    scratch,
                                    4 * staging.step(),
                                    index.factor(staging.part()),
                                    index.print(last.extent()),
                                    index.print(last.low()),
                                    staging.step(),
                                    part));
        } else {
            text.append("final int skip = Math.max(0, %s);\n".formatted(index.print(last.low())));
            text.append(
                    "final int left = Math.min(%s, Math.max(0, -%s));\n"
                            .formatted(part, index.factor(last.low())));
            text.append(
                    "final int n = inside ? Math.max(0, Math.min(%s - skip, %s - left)) : 0;\n"
                            .formatted(index.print(last.extent()), part));
            text.append(
                    "final boolean last = line + 1 + %d / %s >= end;\n"
                            .formatted(Math.max(0, lanes - 2), index.factor(staging.part())));
            text.append(
                    "stageRow%s(%s, from + %dL * skip, %s, 4L * line * %s, left, n, %s - left - n, last);\n"
                            .formatted(
                                    stored.suffix(),
                                    names.buffer(buffer),
                                    stored.bytes(),
                                    scratch,
                                    index.factor(staging.part()),
                                    part));
        }
        text.append("}\n");
    }
}
