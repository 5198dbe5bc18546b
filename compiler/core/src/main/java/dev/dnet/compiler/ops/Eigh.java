package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.TuplePrimitive;

import java.util.List;

/// Eigenvalues and eigenvectors: [EighVectors], and `λ[j] = v[j]ᵀ A v[j]`.
@AutoService(Primitive.class)
public record Eigh() implements TuplePrimitive {

    @Override
    public String summary() {
        return "The eigenvalues of each symmetric matrix in the last two axes, in ascending order, and its eigenvectors, "
                + "as a tuple `(values, vectors)`: `a = vectors @ diag(values) @ vectors.T`. Only the lower triangle of `a` is "
                + "read. The element of largest magnitude of each eigenvector is positive.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("a"));
    }

    @Override
    public List<String> resultNames() {
        return List.of("values", "vectors");
    }

    @Override
    public List<Expr> buildAll(Call call) {
        var a = call.tensor("a");
        var vectors = a.call(new EighVectors());
        return List.of(values(symmetric(a), vectors), vectors);
    }

    /// The matrix of which `a` holds the lower triangle.
    static Expr symmetric(Expr a) {
        var lower = Matrices.lower(a, false);
        return Formulas.add(lower, Formulas.transpose(Matrices.lower(a, true)));
    }

    static Expr values(Expr a, Expr vectors) {
        var turned = Formulas.mul(vectors, Formulas.matmul(a, vectors));
        return Formulas.sum(turned, List.of(vectors.rank() - 2));
    }
}
