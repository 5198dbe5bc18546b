package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.OpenSizes;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// `x @ w`, written as a [Contract].
@AutoService(Primitive.class)
public record Matmul() implements Primitive {

    @Override
    public String summary() {
        return "The matrix product `x @ w`: `y[…, m, n] = Σ_k x[…, m, k] · w[…, k, n]`. Axes before the last two are "
                + "batches and broadcast; a vector is a row on the left and a column on the right, and leaves no axis.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensor("x"), Signature.tensor("w"));
    }

    @Override
    public Expr build(Call call) {
        return of(call.tensor("x"), call.tensor("w"));
    }

    static Expr of(Expr x, Expr w) {
        check(x, w);
        var batch = batch(x, w);
        var k = new Axis("k", x.shape().size(x.rank() - 1));
        var out = new ArrayList<Axis>();
        for (int b = 0; b < batch.rank(); b++) {
            out.add(new Axis("b" + b, batch.size(b)));
        }
        var left = batchAccess(x, out);
        var right = batchAccess(w, out);
        if (x.rank() > 1) {
            var m = new Axis("m", x.shape().size(x.rank() - 2));
            out.add(m);
            left.add(Access.of(m));
        }
        left.add(Access.of(k));
        right.add(Access.of(k));
        if (w.rank() > 1) {
            var n = new Axis("n", w.shape().size(w.rank() - 1));
            out.add(n);
            right.add(Access.of(n));
        }
        return x.call(new Contract(out, List.of(k), left, right), w);
    }

    private static void check(Expr x, Expr w) {
        if (x.rank() == 0 || w.rank() == 0) {
            throw new OpError(
                    "matmul/scalar",
                    "`@` of " + x.type() + " and " + w.type(),
                    "a number multiplies with *");
        }
        var left = x.shape().size(x.rank() - 1);
        var right = w.shape().size(Math.max(0, w.rank() - 2));
        if (!left.equals(right)) {
            throw new OpError(
                    "matmul/inner-dim",
                    "`x @ w`: the rows of x, "
                            + x.type()
                            + ", have "
                            + left
                            + " elements, the columns of w, "
                            + w.type()
                            + ", have "
                            + right,
                    innerHelp(x, w, left));
        }
    }

    private static String innerHelp(Expr x, Expr w, Size left) {
        if (w.rank() > 1 && w.shape().size(w.rank() - 1).equals(left)) {
            return "x @ w.T fits";
        }
        var right = w.shape().size(Math.max(0, w.rank() - 2));
        return x.rank() > 1 && x.shape().size(x.rank() - 2).equals(right)
                ? "x.T @ w fits"
                : OpenSizes.help(
                        left, right, "the last axis of x and the last but one of w must be equal");
    }

    private static int batches(Expr x) {
        return Math.max(0, x.rank() - 2);
    }

    private static Shape batch(Expr x, Expr w) {
        int rank = Math.max(batches(x), batches(w));
        var sizes = new ArrayList<Size>();
        for (int b = 0; b < rank; b++) {
            var left = batchSize(x, b - rank);
            var right = batchSize(w, b - rank);
            if (!left.equals(right) && !left.is(1) && !right.is(1)) {
                throw new OpError(
                        "matmul/batch",
                        "`x @ w`: the batch axes of x, "
                                + x.type()
                                + ", and w, "
                                + w.type()
                                + ", are "
                                + left
                                + " and "
                                + right,
                        OpenSizes.help(
                                left,
                                right,
                                "axes before the last two are equal, or 1, or missing on one"
                                        + " side"));
            }
            sizes.add(left.is(1) ? right : left);
        }
        return new Shape(sizes);
    }

    /// The size of a batch axis counted from the last one, which is -1.
    private static Size batchSize(Expr x, int fromRight) {
        int axis = batches(x) + fromRight;
        return axis < 0 ? Size.ONE : x.shape().size(axis);
    }

    private static List<Access> batchAccess(Expr x, List<Axis> out) {
        var access = new ArrayList<Access>();
        int missing = out.size() - batches(x);
        for (int b = missing; b < out.size(); b++) {
            boolean repeats = !x.shape().size(b - missing).equals(out.get(b).extent());
            access.add(repeats ? Access.of(Size.ZERO) : Access.of(out.get(b)));
        }
        return access;
    }
}
