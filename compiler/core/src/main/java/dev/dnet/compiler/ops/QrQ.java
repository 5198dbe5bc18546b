package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// The orthonormal columns `Q` of `A = Q R`, as many as `A` has; `R = Qᵀ A` is upper triangular
/// with a positive diagonal, which makes both unique where the columns of `A` are independent.
@AutoService(Op.class)
public record QrQ() implements Differentiable, Examples {

    @Override
    public TensorType type(List<TensorType> operands) {
        var a = operands.getFirst();
        Matrices.check("qr", a);
        if (!Bounds.nonNegative(Matrices.rows(a.shape()).minus(Matrices.columns(a.shape())))) {
            throw new OpError(
                    "qr/shape",
                    "`qr` of "
                            + a
                            + ", which has "
                            + Matrices.rows(a.shape())
                            + " rows for "
                            + Matrices.columns(a.shape())
                            + " columns",
                    "there are at least as many rows as columns; qr(a.T) factors the transpose");
        }
        return a;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var q = NdArray.filled(operands.getFirst().shape(), 0);
        for (int b = 0; b < Matrices.batches(q); b++) {
            var a = Matrices.read(operands.getFirst(), b);
            orthonormalise(a);
            Matrices.write(a, q, b);
        }
        return q;
    }

    /// Gram and Schmidt, each column twice, which is as orthogonal as the numbers allow.
    private static void orthonormalise(double[][] a) {
        for (int j = 0; j < a[0].length; j++) {
            for (int k = 0; k < 2 * j; k++) {
                subtract(a, j, k % j, dot(a, j, k % j));
            }
            double norm = Math.sqrt(dot(a, j, j));
            for (var row : a) {
                row[j] /= norm;
            }
        }
    }

    private static double dot(double[][] a, int j, int k) {
        double sum = 0;
        for (var row : a) {
            sum += row[j] * row[k];
        }
        return sum;
    }

    private static void subtract(double[][] a, int j, int k, double factor) {
        for (var row : a) {
            row[j] -= factor * row[k];
        }
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var shape = result.shape();
        return new Compute.Routine(
                "QrQ",
                List.of(
                        Matrices.batch(shape).elements(),
                        Matrices.rows(shape),
                        Matrices.columns(shape)));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    /// Walter and Lehmann, "Algorithmic differentiation of linear algebra functions" (2018), and
    /// Liao et al., "Differentiable programming tensor networks" (2019), equation 16: `dA = (dQ + Q
    /// copyltu(M)) R⁻ᵀ` with `M = R dRᵀ - dQᵀ Q`, here with `dR = 0`, because `R` is made from `Q`;
    /// `copyltu` mirrors the lower triangle.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var r = Formulas.matmul(Formulas.transpose(y), x.getFirst());
        var m = Formulas.neg(Formulas.matmul(Formulas.transpose(dy), y));
        var symmetric =
                Formulas.add(Matrices.lower(m, false), Formulas.transpose(Matrices.lower(m, true)));
        var numerator = Formulas.add(dy, Formulas.matmul(y, symmetric));
        var solved =
                r.call(new TriangularSolve(false, false, false), Formulas.transpose(numerator));
        return List.of(Optional.of(Formulas.transpose(solved)));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        this, Example.Values.ANY, new TensorType(ElementType.F32, Shape.of(5, 3))),
                Example.of(
                        this,
                        Example.Values.ANY,
                        new TensorType(ElementType.F64, Shape.of(2, 3, 3))));
    }
}
