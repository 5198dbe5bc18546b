package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.runtime.ElementType;

import java.util.function.IntFunction;

/// The innermost loops: a block of `rows` x `vectors` sums stays in registers while one step of k
/// after the other is added. The step of the packed rows is a parameter, so that the loop is not a
/// counted one: C2 unrolls counted loops, and then keeps the sums in memory.
final class MicroKernels {
    private final boolean vector;
    private final int lanes;

    MicroKernels(Width width) {
        this.vector = width.isVector();
        this.lanes = vector ? width.lanes(ElementType.F32) : 1;
    }

    static String name(int rows, int vectors) {
        return "multiply" + rows + "x" + vectors;
    }

    MethodSpec packed(int rows, int vectors) {
        var body = new StringBuilder();
        declare(body, rows, vectors, this::place);
        body.append("final int end = ao + kn * as;\nlong bk = bo;\n");
        body.append("for (int ak = ao; ak != end; ak += as) {\n");
        for (int j = 0; j < vectors; j++) {
            body.append(
                    "    final %s b%d = %s;\n"
                            .formatted(type(), j, load("b", "bk + " + 4L * j * lanes)));
        }
        step(body, rows, vectors, i -> "a[ak + " + i + "]");
        body.append("    bk += bs;\n}\n");
        store(body, rows, vectors, this::place);
        return JavaText.method(
                "void "
                        + name(rows, vectors)
                        + "(float[] a, int ao, int as, MemorySegment b, long bo, long bs, int kn, float[] c, int ci, int co)",
                "Adds {@code kn} products to each sum of a block at {@code ci}, for one at {@code co}.",
                body.toString());
    }

    static String direct(int rows, int vectors) {
        return "multiplyDirect" + rows + "x" + vectors;
    }

    /// The vectors of the right factor come from places of their own, and step by a table; their
    /// sums go to places of their own in a row, from the first to the last.
    MethodSpec unpacked(int rows, int vectors) {
        var body = new StringBuilder();
        declare(body, rows, vectors, this::ownPlace);
        body.append("final int end = ao + kn * as;\nint k = k0;\n");
        body.append(
                "for (int ak = ao; ak != end; ak += as) {\n    final long step = 4L * ks[k++];\n");
        for (int j = 0; j < vectors; j++) {
            body.append(
                    "    final %s b%d = %s;\n"
                            .formatted(type(), j, load("b", "bo" + j + " + step")));
        }
        step(body, rows, vectors, i -> "a[ak + " + i + "]");
        body.append("}\n");
        store(body, rows, vectors, this::ownPlace);
        var places = new StringBuilder();
        for (int j = 0; j < vectors; j++) {
            places.append("long bo").append(j).append(", ");
        }
        var sums = new StringBuilder();
        for (int j = 1; j < vectors; j++) {
            sums.append(", int to").append(j);
        }
        return JavaText.method(
                "void "
                        + direct(rows, vectors)
                        + "(float[] a, int ao, int as, MemorySegment b, "
                        + places
                        + "int[] ks, int k0, int kn, float[] c, int ci, int co"
                        + sums
                        + ")",
                "Adds {@code kn} products to each sum of a block at {@code ci}, for one at {@code co}, the right factor as it lies in memory.",
                body.toString());
    }

    private void declare(StringBuilder body, int rows, int vectors, Places at) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors; j++) {
                body.append(
                        "%s c%d_%d = %s;\n".formatted(type(), i, j, sums(at.of(i, j, vectors))));
            }
        }
    }

    private void step(StringBuilder body, int rows, int vectors, IntFunction<String> a) {
        for (int i = 0; i < rows; i++) {
            body.append(
                    "    final %s x%d = %s;\n"
                            .formatted(
                                    type(),
                                    i,
                                    vector
                                            ? "FloatVector.broadcast(F, " + a.apply(i) + ")"
                                            : a.apply(i)));
            for (int j = 0; j < vectors; j++) {
                var form =
                        vector
                                ? "    c%1$d_%2$d = x%1$d.fma(b%2$d, c%1$d_%2$d);\n"
                                : "    c%1$d_%2$d = Math.fma(x%1$d, b%2$d, c%1$d_%2$d);\n";
                body.append(form.formatted(i, j));
            }
        }
    }

    private void store(StringBuilder body, int rows, int vectors, Places at) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors; j++) {
                var form =
                        vector ? "c%d_%d.intoArray(c, co + %s);\n" : "c[co + %3$s] = c%1$d_%2$d;\n";
                body.append(form.formatted(i, j, at.of(i, j, vectors)));
            }
        }
    }

    /// Where the sums of a vector of a row lie behind the first.
    @FunctionalInterface
    private interface Places {
        String of(int row, int vector, int vectors);
    }

    private String place(int row, int vector, int vectors) {
        return Integer.toString((row * vectors + vector) * lanes);
    }

    private String ownPlace(int row, int vector, int vectors) {
        return place(row, 0, vectors) + (vector == 0 ? "" : " + to" + vector);
    }

    private String type() {
        return vector ? "FloatVector" : "float";
    }

    private String sums(String at) {
        return vector ? "FloatVector.fromArray(F, c, ci + " + at + ")" : "c[ci + " + at + "]";
    }

    private String load(String segment, String at) {
        return vector
                ? "FloatVector.fromMemorySegment(F, " + segment + ", " + at + ", LE)"
                : segment + ".get(ValueLayout.JAVA_FLOAT, " + at + ")";
    }
}
