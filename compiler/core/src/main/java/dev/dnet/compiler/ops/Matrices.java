package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.Arrays;

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
