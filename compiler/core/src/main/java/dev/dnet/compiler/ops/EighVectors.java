package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The eigenvectors of a symmetric matrix as columns, in ascending order of their eigenvalues, the
/// element of largest magnitude of each positive. Only the lower triangle is read.
@AutoService(Op.class)
public record EighVectors() implements Differentiable, Examples {
    private static final int SWEEPS = 40;

    @Override
    public TensorType type(List<TensorType> operands) {
        Matrices.checkSquare("eigh", operands.getFirst());
        return operands.getFirst();
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var vectors = NdArray.filled(x.shape(), 0);
        for (int b = 0; b < Matrices.batches(x); b++) {
            Matrices.write(vectors(Matrices.read(x, b)), vectors, b);
        }
        return vectors;
    }

    /// Jacobi's rotations, each of which makes one element zero.
    private static double[][] vectors(double[][] a) {
        int n = a.length;
        var v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
            for (int j = 0; j < i; j++) {
                a[j][i] = a[i][j];
            }
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        return ordered(v, IntStream.range(0, n).mapToDouble(i -> a[i][i]).toArray());
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double half = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1));
        double cosine = 1 / Math.hypot(tangent, 1);
        double sine = tangent * cosine;
        for (int k = 0; k < a.length; k++) {
            turn(a[k], p, q, cosine, sine);
            turn(v[k], p, q, cosine, sine);
        }
        for (int k = 0; k < a.length; k++) {
            double before = a[p][k];
            a[p][k] = cosine * before - sine * a[q][k];
            a[q][k] = sine * before + cosine * a[q][k];
        }
        a[p][q] = 0;
        a[q][p] = 0;
    }

    private static void turn(double[] row, int p, int q, double cosine, double sine) {
        double before = row[p];
        row[p] = cosine * before - sine * row[q];
        row[q] = sine * before + cosine * row[q];
    }

    private static double[][] ordered(double[][] v, double[] values) {
        int n = values.length;
        var order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .toList();
        var ordered = new double[n][n];
        for (int j = 0; j < n; j++) {
            int from = order.get(j);
            double largest = 0;
            for (var row : v) {
                largest = Math.abs(row[from]) > Math.abs(largest) ? row[from] : largest;
            }
            for (int i = 0; i < n; i++) {
                ordered[i][j] = v[i][from] * (largest < 0 ? -1 : 1);
            }
        }
        return ordered;
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return Matrices.routine("EighVectors", result);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    /// Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
    /// differentiation" (2008), 3.1: `S = V (F ∘ (Vᵀ dV)) Vᵀ` with `F[i, j] = 1 / (λ[j] - λ[i])`;
    /// since only the lower triangle is read, it takes both halves of `S`. Where two eigenvalues
    /// are equal, `F` is 0: what depends on their common space alone has that gradient, and what
    /// tells the vectors in it apart has none.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var values = Eigh.values(Eigh.symmetric(x.getFirst()), y);
        var rows = Formulas.broadcastOver(values, y.shape(), List.of(y.rank() - 2));
        var columns = Formulas.broadcastOver(values, y.shape(), List.of(y.rank() - 1));
        var gap = Formulas.sub(rows, columns);
        var equal = Formulas.eq(gap, 0);
        var apart = Formulas.select(equal, Formulas.like(gap, 1), gap);
        var product = Formulas.matmul(Formulas.transpose(y), dy);
        var inner = Formulas.select(equal, Formulas.like(gap, 0), Formulas.div(product, apart));
        var s = Formulas.matmul(Formulas.matmul(y, inner), Formulas.transpose(y));
        return List.of(Optional.of(Matrices.folded(s)));
    }

    @Override
    public List<Example> examples() {
        return Matrices.definite(this, Shape.of(3, 2, 2));
    }
}
