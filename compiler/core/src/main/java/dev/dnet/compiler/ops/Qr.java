package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.TuplePrimitive;

import java.util.List;

/// Both factors: [QrQ], and `R = Qᵀ A`.
@AutoService(Primitive.class)
public record Qr() implements TuplePrimitive {

    @Override
    public String summary() {
        return "The factors of `a = q @ r` for each matrix in the last two axes, as a tuple `(q, r)`: `q` has as many "
                + "orthonormal columns as `a`, `r` is upper triangular with a positive diagonal.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("a"));
    }

    @Override
    public List<String> resultNames() {
        return List.of("q", "r");
    }

    @Override
    public List<Expr> buildAll(Call call) {
        var a = call.tensor("a");
        var q = a.call(new QrQ());
        return List.of(q, Matrices.upper(Formulas.matmul(Formulas.transpose(q), a), false));
    }
}
