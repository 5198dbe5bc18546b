package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.runtime.ElementType;

/// Coins: a uniform number below the probability.
@AutoService(Primitive.class)
public record Bernoulli() implements Primitive {

    @Override
    public String summary() {
        return "1 (or true) with probability `p`, which is one number or a tensor that broadcasts to the shape, else 0: "
                + "`f32[N, 1] ~ bernoulli(0.9)`. No gradient flows to `p`.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("p"),
                Signature.required("shape", Signature.Kind.SIZES),
                Signature.required("type", Signature.Kind.ELEMENT));
    }

    @Override
    public Expr build(Call call) {
        var type = call.element("type");
        var u =
                RandomDraw.next(
                        call,
                        RandomDraw.Kind.UNIFORM,
                        type == ElementType.F64 ? type : ElementType.F32);
        var p = Formulas.cast(call.tensor("p"), u.type().element());
        return Formulas.cast(Formulas.lt(u, Formulas.broadcastTo(p, u.shape())), type);
    }
}
