package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// The inverse of [Rfft]: the half that is given is mirrored, and the real part is the result.
@AutoService(Primitive.class)
public record Irfft() implements Primitive {

    @Override
    public String summary() {
        return "The `size` real numbers along `axis` (the last one where it is left out) whose `rfft` is given: `size div 2 + 1` "
                + "elements in `re` and in `im`.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("re"),
                Signature.tensor("im"),
                Signature.required("size", Signature.Kind.SIZE),
                Signature.size("axis", -1));
    }

    @Override
    public Expr build(Call call) {
        var re = call.tensor("re");
        var im = call.tensor("im");
        int axis = call.axis("axis", re.rank());
        var size = call.size("size");
        check(re, axis, size);
        var rest = size.minus(re.shape().size(axis));
        var wholeRe = mirrored(re, axis, rest, false);
        var wholeIm = mirrored(im, axis, rest, true);
        var sums = FourierSum.of("irfft", wholeRe, wholeIm, axis, true);
        return FourierSum.divided(sums.getFirst(), axis);
    }

    private static void check(Expr re, int axis, Size size) {
        var given = re.shape().size(axis);
        var expected = size.floorDiv(Size.of(2)).plus(Size.ONE);
        if (!given.equals(expected)) {
            throw new OpError(
                    "irfft/size",
                    "`irfft` to "
                            + size
                            + " numbers of "
                            + given
                            + " in axis "
                            + axis
                            + " of "
                            + re.type(),
                    "an rfft of " + size + " numbers has " + expected);
        }
    }

    /// `rest` elements behind: those from number 1 on backwards, with the sign of a conjugate.
    private static Expr mirrored(Expr x, int axis, Size rest, boolean negated) {
        var tail = Formulas.slice(x, axis, Size.ONE, rest).call(new Reverse(List.of(axis)));
        var behind = negated ? Formulas.neg(tail) : tail;
        return Expr.call(x.graph(), new Concat(axis), List.of(x, behind));
    }
}
