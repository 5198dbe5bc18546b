package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// Convolution over one to three axes, written as a [Contract]. Groups are a batch axis of both
/// factors.
@AutoService(Primitive.class)
public record Conv() implements Primitive {
    private static final List<List<String>> POSITIONS =
            List.of(List.of("w"), List.of("h", "w"), List.of("d", "h", "w"));
    private static final List<String> OFFSETS = List.of("i", "j", "k");

    @Override
    public String summary() {
        return "Convolution of `x[N, C, …]` with `w[O, C / groups, …]` over one to three axes (cross-correlation, as "
                + "everywhere in the field): `y[n, o, h] = Σ_{c, i} x[n, c, h · stride + i · dilation - pad] · w[o, c, i]`, "
                + "zero outside. `stride` and `dilation` are one number or one for each axis; `pad` also a list of pairs "
                + "`[before, after]`, or `\"same\"`.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.tensor("w"),
                Signature.sizes("stride", 1),
                Signature.padding("pad"),
                Signature.sizes("dilation", 1),
                Signature.size("groups", 1));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var w = call.tensor("w");
        int rank = rank("conv", x, w);
        var arguments = new Window.Arguments(call, "conv", rank);
        var window =
                arguments.window(
                        spatial(w.shape()), arguments.steps("stride"), arguments.steps("dilation"));
        long groups = groups("conv", call);
        checkChannels(x, w, groups);
        window.requireFits("conv", x.shape());
        return of(x, w, window, groups);
    }

    static Expr of(Expr x, Expr w, Window window, long groups) {
        var input = split(x, 1, groups);
        var kernel = split(w, 0, groups);
        var shape = window.slide(x.shape()).with(1, w.shape().size(0));
        var y = input.call(contract(input.shape(), kernel.shape(), window), kernel);
        return Formulas.reshape(y, shape);
    }

    /// Of `x[n, g, c, …]` and `w[g, o, c, …]`; without `g` where there is one group.
    private static Contract contract(Shape x, Shape w, Window window) {
        var groups = groupAxes(x, window.rank());
        int g = groups.size();
        var n = new Axis("n", x.size(0));
        var o = new Axis("o", w.size(g));
        var c = new Axis("c", x.size(1 + g));
        var out = join(List.of(n), groups, List.of(o));
        var reduce = join(List.of(c));
        var left = new ArrayList<>(Access.of(join(List.of(n), groups, List.of(c))));
        var right = join(groups, List.of(o, c));
        for (int d = 0; d < window.rank(); d++) {
            var h = new Axis(position(window.rank(), d), window.positions(d, x.size(2 + g + d)));
            var i = new Axis(OFFSETS.get(d), window.size().get(d));
            out.add(h);
            reduce.add(i);
            left.add(window.access(d, h, i));
            right.add(i);
        }
        return new Contract(out, reduce, left, Access.of(right));
    }

    static List<Axis> groupAxes(Shape x, int rank) {
        return x.rank() == rank + 3 ? List.of(new Axis("g", x.size(1))) : List.of();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // read, and not handed on
    static List<Axis> join(List<Axis>... parts) {
        var all = new ArrayList<Axis>();
        for (var part : parts) {
            all.addAll(part);
        }
        return all;
    }

    static String position(int rank, int d) {
        return POSITIONS.get(rank - 1).get(d);
    }

    static String offset(int d) {
        return OFFSETS.get(d);
    }

    static List<Size> spatial(Shape shape) {
        return shape.sizes().subList(2, shape.rank());
    }

    /// Makes one axis two: the groups and what each has of it. One group stays as it is.
    static Expr split(Expr x, int axis, long groups) {
        if (groups == 1) {
            return x;
        }
        var each = x.shape().size(axis).exactDiv(Size.of(groups)).orElseThrow();
        return Formulas.reshape(x, x.shape().with(axis, each).insert(axis, Size.of(groups)));
    }

    static int rank(String what, Expr x, Expr w) {
        int rank = x.rank() - 2;
        if (rank < 1 || rank > 3 || w.rank() != x.rank()) {
            throw new OpError(
                    what + "/rank",
                    "`" + what + "` of x, " + x.type() + ", and w, " + w.type(),
                    "x has a batch axis, a channel axis and one to three more; w has as many axes as x");
        }
        return rank;
    }

    static long groups(String what, Call call) {
        var groups = call.size("groups");
        if (groups.constant().orElse(0) < 1) {
            throw new OpError(
                    what + "/groups",
                    "`groups` is " + groups,
                    "the number of groups is a whole number from 1 that is known when compiling");
        }
        return groups.value();
    }

    private static void checkChannels(Expr x, Expr w, long groups) {
        var channels = x.shape().size(1);
        requireDivides("conv", "the channels of x, " + x.type(), channels, groups);
        requireDivides(
                "conv",
                "the channels of the result, the first axis of w, " + w.type(),
                w.shape().size(0),
                groups);
        var each = channels.exactDiv(Size.of(groups)).orElseThrow();
        if (!w.shape().size(1).equals(each)) {
            throw new OpError(
                    "conv/channels",
                    "x, "
                            + x.type()
                            + ", has "
                            + channels
                            + " channels"
                            + (groups > 1 ? ", " + each + " in each of " + groups + " groups" : "")
                            + "; w, "
                            + w.type()
                            + ", is for "
                            + w.shape().size(1),
                    "the second axis of w is " + each);
        }
    }

    static void requireDivides(String what, String channels, Size size, long groups) {
        if (size.exactDiv(Size.of(groups)).isEmpty()) {
            throw new OpError(
                    what + "/groups",
                    groups + " groups do not divide " + channels,
                    "take a divisor of " + size);
        }
    }
}
