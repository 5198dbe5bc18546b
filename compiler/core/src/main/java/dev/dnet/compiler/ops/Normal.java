package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

/// Normally distributed numbers.
@AutoService(Primitive.class)
public record Normal() implements Primitive {

    @Override
    public String summary() {
        return "Normally distributed floats of mean `mean` (0 where left out) and standard deviation `std` (1): "
                + "`f32[N, 16] ~ normal`, `f32[out, in] ~ normal(std: 0.02)`. Gradients flow to `mean` and `std`.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.optional("mean", Signature.Kind.TENSOR),
                Signature.optional("std", Signature.Kind.TENSOR),
                Signature.required("shape", Signature.Kind.SIZES),
                Signature.required("type", Signature.Kind.ELEMENT));
    }

    @Override
    public Expr build(Call call) {
        var type = call.element("type");
        if (!type.isFloat()) {
            throw new OpError(
                    "random/element",
                    "`normal` draws floats, not " + type.dnetName(),
                    "draw whole numbers with uniform(low, high)");
        }
        var z = RandomDraw.next(call, RandomDraw.Kind.NORMAL, type);
        var scaled = call.optionalTensor("std").map(s -> Formulas.mul(z, like(s, z))).orElse(z);
        return call.optionalTensor("mean")
                .map(m -> Formulas.add(scaled, like(m, z)))
                .orElse(scaled);
    }

    private static Expr like(Expr x, Expr z) {
        return Formulas.broadcastTo(Formulas.cast(x, z.type().element()), z.shape());
    }
}
