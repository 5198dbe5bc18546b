package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.TuplePrimitive;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// The transform of real numbers, whose second half mirrors the first: [Fft] without it.
@AutoService(Primitive.class)
public record Rfft() implements TuplePrimitive {

    @Override
    public String summary() {
        return "The discrete Fourier transform along `axis` (the last one where it is left out) of `n` real numbers, as a tuple "
                + "`(re, im)`: the first `n div 2 + 1` elements, which say the others. `irfft` is its inverse.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("x"), Signature.size("axis", -1));
    }

    @Override
    public List<String> resultNames() {
        return List.of("re", "im");
    }

    @Override
    public List<Expr> buildAll(Call call) {
        var x = call.tensor("x");
        int axis = call.axis("axis", x.rank());
        var kept = x.shape().size(axis).floorDiv(Size.of(2)).plus(Size.ONE);
        return FourierSum.of("rfft", x, Formulas.like(x, 0), axis, false).stream()
                .map(part -> Formulas.slice(part, axis, Size.ZERO, kept))
                .toList();
    }
}
