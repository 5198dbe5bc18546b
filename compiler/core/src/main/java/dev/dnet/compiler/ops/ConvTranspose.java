package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// What [Conv] has as its derivative with respect to `x`, as a layer of its own.
@AutoService(Primitive.class)
public record ConvTranspose() implements Primitive {

    @Override
    public String summary() {
        return "Transposed convolution of `x[N, C, …]` with `w[C, O / groups, …]` over one to three axes: each element of "
                + "`x` adds `w` times itself to the result, `stride` apart: "
                + "`y[n, o, h · stride + i · dilation - pad] += x[n, c, h] · w[c, o, i]`. The result is "
                + "`(H - 1) · stride - 2 · pad + dilation · (K - 1) + 1 + output_pad` long.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.tensor("w"),
                Signature.sizes("stride", 1),
                Signature.padding("pad"),
                Signature.sizes("output_pad", 0),
                Signature.sizes("dilation", 1),
                Signature.size("groups", 1));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var w = call.tensor("w");
        int rank = Conv.rank("conv_transpose", x, w);
        var arguments = new Window.Arguments(call, "conv_transpose", rank);
        if (call.attribute("pad") instanceof Attribute.Text text) {
            throw new OpError(
                    "conv_transpose/pad",
                    "`pad` is " + text.value(),
                    "write a size, a list of sizes, or a list of pairs");
        }
        var window =
                arguments.window(
                        Conv.spatial(w.shape()),
                        arguments.steps("stride"),
                        arguments.steps("dilation"));
        long groups = Conv.groups("conv_transpose", call);
        checkChannels(x, w, groups);
        return of(
                x,
                w,
                window,
                arguments.forEachAxis("output_pad", call.sizes("output_pad")),
                groups);
    }

    private static void checkChannels(Expr x, Expr w, long groups) {
        var channels = x.shape().size(1);
        Conv.requireDivides("conv_transpose", "the channels of x, " + x.type(), channels, groups);
        if (!w.shape().size(0).equals(channels)) {
            throw new OpError(
                    "conv_transpose/channels",
                    "x, "
                            + x.type()
                            + ", has "
                            + channels
                            + " channels; w, "
                            + w.type()
                            + ", is for "
                            + w.shape().size(0),
                    "the first axis of w is " + channels);
        }
    }

    private static Expr of(Expr x, Expr w, Window window, List<Size> outputPad, long groups) {
        var input = Conv.split(x, 1, groups);
        var kernel = Conv.split(w, 0, groups);
        var lengths = new ArrayList<Size>();
        for (int d = 0; d < window.rank(); d++) {
            var length =
                    x.shape()
                            .size(2 + d)
                            .minus(1)
                            .times(window.stride().get(d))
                            .plus(window.reach(d));
            lengths.add(
                    length.minus(window.before().get(d))
                            .minus(window.after().get(d))
                            .plus(outputPad.get(d)));
        }
        var y = input.call(contract(input.shape(), kernel.shape(), window, lengths), kernel);
        var shape = new ArrayList<>(List.of(x.shape().size(0), w.shape().size(1).times(groups)));
        shape.addAll(lengths);
        return Formulas.reshape(y, new Shape(shape));
    }

    /// Of `x[n, g, c, …]` and `w[g, c, o, …]`; without `g` where there is one group.
    private static Contract contract(Shape x, Shape w, Window window, List<Size> lengths) {
        var groups = Conv.groupAxes(x, window.rank());
        int g = groups.size();
        var n = new Axis("n", x.size(0));
        var o = new Axis("o", w.size(1 + g));
        var c = new Axis("c", x.size(1 + g));
        var out = Conv.join(List.of(n), groups, List.of(o));
        var reduce = Conv.join(List.of(c));
        var left = new ArrayList<>(Access.of(Conv.join(List.of(n), groups, List.of(c))));
        var right = Conv.join(groups, List.of(c, o));
        for (int d = 0; d < window.rank(); d++) {
            var h = new Axis(Conv.position(window.rank(), d), lengths.get(d));
            var i = new Axis(Conv.offset(d), window.size().get(d));
            out.add(h);
            reduce.add(i);
            var steps =
                    h.index()
                            .plus(window.before().get(d))
                            .minus(i.index().times(window.dilation().get(d)));
            left.add(new Access(steps, window.stride().get(d)));
            right.add(i);
        }
        return new Contract(out, reduce, left, Access.of(right));
    }
}
