package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Stop;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

/// A value that gradients take for a constant. The autodiff pass takes the [Stop] away.
@AutoService(Primitive.class)
public record StopGradient() implements Primitive {

    @Override
    public String summary() {
        return "`x` itself, which every gradient takes for a constant.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("x"));
    }

    @Override
    public Expr build(Call call) {
        return call.tensor("x").call(new Stop());
    }
}
