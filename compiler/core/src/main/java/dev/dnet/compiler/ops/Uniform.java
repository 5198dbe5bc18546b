package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.runtime.ElementType;

/// Evenly distributed numbers.
@AutoService(Primitive.class)
public record Uniform() implements Primitive {

    @Override
    public String summary() {
        return "Numbers evenly distributed from `low` (0 where left out) up to `high` (1), which itself is not drawn: "
                + "`f32[3, 4] ~ uniform(-1, 1)`. In a type of whole numbers, the whole numbers from `low` to below `high`.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.optional("low", Signature.Kind.TENSOR),
                Signature.optional("high", Signature.Kind.TENSOR),
                Signature.required("shape", Signature.Kind.SIZES),
                Signature.required("type", Signature.Kind.ELEMENT));
    }

    /// Whole numbers come from f64: 53 bits, so that no number of a range below 2^32 is preferred
    /// noticeably.
    @Override
    public Expr build(Call call) {
        var type = call.element("type");
        if (type == ElementType.BOOL) {
            throw new OpError(
                    "random/element",
                    "`uniform` draws numbers, not bools",
                    "draw bools with bernoulli(p)");
        }
        var u =
                RandomDraw.next(
                        call, RandomDraw.Kind.UNIFORM, type.isFloat() ? type : ElementType.F64);
        var low = call.optionalTensor("low").map(x -> like(x, u));
        var high =
                call.optionalTensor("high")
                        .map(x -> like(x, u))
                        .orElseGet(() -> Formulas.like(u, 1));
        var width = low.map(x -> Formulas.sub(high, x)).orElse(high);
        var scaled = Formulas.mul(u, width);
        var drawn = low.map(x -> Formulas.add(scaled, x)).orElse(scaled);
        return type.isFloat() ? drawn : Formulas.cast(Formulas.floor(drawn), type);
    }

    private static Expr like(Expr x, Expr u) {
        return Formulas.broadcastTo(Formulas.cast(x, u.type().element()), u.shape());
    }
}
