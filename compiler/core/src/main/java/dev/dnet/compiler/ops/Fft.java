package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.TuplePrimitive;

import java.util.List;

/// The discrete Fourier transform of complex numbers: [FourierSum].
@AutoService(Primitive.class)
public record Fft() implements TuplePrimitive {

    @Override
    public String summary() {
        return "The discrete Fourier transform along `axis` (the last one where it is left out) of complex numbers, given as "
                + "real and imaginary parts: `y[k] = Σ x[j] e^(-2πi jk/n)`, as a tuple `(re, im)`. Any length will do.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("re"), Signature.tensor("im"), Signature.size("axis", -1));
    }

    @Override
    public List<String> resultNames() {
        return List.of("re", "im");
    }

    @Override
    public List<Expr> buildAll(Call call) {
        var re = call.tensor("re");
        int axis = call.axis("axis", re.rank());
        return FourierSum.of("fft", re, call.tensor("im"), axis, false);
    }
}
