package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.Optional;

/// The lower triangular `L` with `L Lᵀ = A`. Only the lower triangle of `A` is read; a matrix that
/// is not positive definite yields NaN.
@AutoService({Op.class, Primitive.class})
public record Cholesky() implements Differentiable, Primitive, Examples {

    @Override
    public TensorType type(List<TensorType> operands) {
        Matrices.checkSquare("cholesky", operands.getFirst());
        return operands.getFirst();
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var a = operands.getFirst();
        var l = NdArray.filled(a.shape(), 0);
        for (int b = 0; b < Matrices.batches(a); b++) {
            Matrices.write(factor(Matrices.read(a, b)), l, b);
        }
        return l;
    }

    /// Column by column, each subtracted from the columns that follow.
    private static double[][] factor(double[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            a[k][k] = Math.sqrt(a[k][k]);
            for (int i = k + 1; i < n; i++) {
                a[i][k] /= a[k][k];
                a[k][i] = 0;
            }
            for (int j = k + 1; j < n; j++) {
                for (int i = j; i < n; i++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
            }
        }
        return a;
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return Matrices.routine("Cholesky", result);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    /// Murray, "Differentiation of the Cholesky decomposition" (2016), equations 10 and 11: with
    /// `Φ` the lower triangle with half the diagonal, `S = L⁻ᵀ Φ(Lᵀ dL) L⁻¹`; since only the lower
    /// triangle is read, it takes both halves of `S`.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var product = Formulas.matmul(Formulas.transpose(y), Matrices.lower(dy, false));
        var phi =
                Formulas.mul(
                        Formulas.add(Matrices.lower(product, false), Matrices.lower(product, true)),
                        0.5);
        var solve = new TriangularSolve(true, true, false);
        var half = y.call(solve, phi);
        var s = Formulas.transpose(y.call(solve, Formulas.transpose(half)));
        return List.of(Optional.of(Matrices.folded(s)));
    }

    @Override
    public String summary() {
        return "The lower triangular matrix `L` with `L @ L.T = a`, for each matrix in the last two axes. Only the lower "
                + "triangle of `a` is read; NaN where `a` is not positive definite.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("a"));
    }

    @Override
    public Expr build(Call call) {
        return call.tensor("a").call(this);
    }

    @Override
    public List<Example> examples() {
        return Matrices.definite(this, Shape.of(2, 3, 3));
    }
}
