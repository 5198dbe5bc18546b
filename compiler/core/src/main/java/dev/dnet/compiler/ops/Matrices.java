package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.Arrays;
import java.util.List;

/// What the operations of linear algebra share: matrices in the last two axes, batches before them.
final class Matrices {
    private Matrices() {}

    static void check(String what, TensorType x) {
        if (!x.isFloat()) {
            throw new OpError(
                    "type/element-unsupported",
                    "`" + what + "` of " + x,
                    "it is about f32 and f64");
        }
        if (x.rank() < 2) {
            throw new OpError(
                    what + "/shape",
                    "`" + what + "` of " + x,
                    "a matrix has two axes; more before them are a batch");
        }
    }

    static void checkSquare(String what, TensorType x) {
        check(what, x);
        if (!rows(x.shape()).equals(columns(x.shape()))) {
            throw new OpError(
                    what + "/shape", "`" + what + "` of " + x, "the last two axes are equal");
        }
    }

    static Size rows(Shape x) {
        return x.size(x.rank() - 2);
    }

    static Size columns(Shape x) {
        return x.size(x.rank() - 1);
    }

    static Shape batch(Shape x) {
        return new Shape(x.sizes().subList(0, x.rank() - 2));
    }

    /// The elements on and below the diagonal; strictly below where `strict`.
    static Expr lower(Expr x, boolean strict) {
        var rows = Formulas.iota(x.graph(), x.shape(), x.rank() - 2, ElementType.I32);
        var columns = Formulas.iota(x.graph(), x.shape(), x.rank() - 1, ElementType.I32);
        var kept = strict ? Formulas.gt(rows, columns) : Formulas.ge(rows, columns);
        return Formulas.select(kept, x, Formulas.like(x, 0));
    }

    /// The elements on and above the diagonal; strictly above where `strict`.
    static Expr upper(Expr x, boolean strict) {
        var rows = Formulas.iota(x.graph(), x.shape(), x.rank() - 2, ElementType.I32);
        var columns = Formulas.iota(x.graph(), x.shape(), x.rank() - 1, ElementType.I32);
        var kept = strict ? Formulas.lt(rows, columns) : Formulas.le(rows, columns);
        return Formulas.select(kept, x, Formulas.like(x, 0));
    }

    /// What flows to a matrix of which only the lower triangle is read: both halves of `s`, there.
    static Expr folded(Expr s) {
        return Formulas.add(lower(s, false), lower(Formulas.transpose(s), true));
    }

    /// A routine that makes a square matrix of each one of a batch.
    static Compute.Routine routine(String name, TensorType x) {
        return new Compute.Routine(name, List.of(batch(x.shape()).elements(), rows(x.shape())));
    }

    /// An operation on one positive definite matrix of f32, and on a batch of f64.
    static List<Example> definite(Op op, Shape batch) {
        var values = Example.Values.POSITIVE_DEFINITE;
        return List.of(
                Example.of(op, values, new TensorType(ElementType.F32, Shape.of(4, 4))),
                Example.of(op, values, new TensorType(ElementType.F64, batch)));
    }

    /// One matrix of a batch, as rows, for references.
    static double[][] read(NdArray x, int batch) {
        int rows = (int) x.shape()[x.rank() - 2];
        int columns = (int) x.shape()[x.rank() - 1];
        var matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            int from = (batch * rows + i) * columns;
            matrix[i] = Arrays.copyOfRange(x.data(), from, from + columns);
        }
        return matrix;
    }

    static void write(double[][] matrix, NdArray into, int batch) {
        int columns = (int) into.shape()[into.rank() - 1];
        for (int i = 0; i < matrix.length; i++) {
            System.arraycopy(
                    matrix[i], 0, into.data(), (batch * matrix.length + i) * columns, columns);
        }
    }

    static int batches(NdArray x) {
        return (int) NdArray.elements(Arrays.copyOf(x.shape(), x.rank() - 2));
    }
}
