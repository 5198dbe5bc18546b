package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Size;

/// A new axis of size 1, as a [Reshape].
@AutoService(Primitive.class)
public record ExpandDims() implements Primitive {

    @Override
    public String summary() {
        return "`x` with a new axis of size 1, which is axis `axis` of the result.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("x"), Signature.required("axis", Signature.Kind.SIZE));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        return Formulas.reshape(x, x.shape().insert(call.axis("axis", x.rank() + 1), Size.ONE));
    }
}
