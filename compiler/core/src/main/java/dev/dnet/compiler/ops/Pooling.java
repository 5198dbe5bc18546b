package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What the operations on windows share: their arguments, and the loops of the largest element.
final class Pooling {
    private Pooling() {}

    static Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.required("size", Signature.Kind.SIZES),
                Signature.optional("stride", Signature.Kind.SIZES),
                Signature.padding("pad"));
    }

    /// The window of a call; it must fit, and padding must leave an element in every position.
    static Window window(String what, Call call, Expr x) {
        var size = call.sizes("size");
        int rank = size.size() > 1 ? size.size() : x.rank() - 2;
        if (rank < 1 || rank > x.rank()) {
            throw new OpError(
                    what + "/rank",
                    "a window over " + Math.max(rank, 1) + " axes of " + x.type(),
                    "one size is for all axes after the first two; a list of sizes is for as many last axes");
        }
        var arguments = new Window.Arguments(call, what, rank);
        var sizes = arguments.steps("size").stream().map(Size::of).toList();
        var stride = arguments.steps(call.has("stride") ? "stride" : "size");
        var window = arguments.window(sizes, stride, Collections.nCopies(rank, 1L));
        checkPadding(what, window);
        window.requireFits(what, x.shape());
        return window;
    }

    private static void checkPadding(String what, Window window) {
        for (int d = 0; d < window.rank(); d++) {
            var most = window.before().get(d).max(window.after().get(d));
            if (Bounds.nonNegative(most.minus(window.size().get(d)))) {
                throw new OpError(
                        what + "/pad",
                        "`pad` is " + most + " around a window of size " + window.size().get(d),
                        "padding is smaller than the window, so that every position holds an element");
            }
        }
    }

    static void checkNumber(String what, TensorType x) {
        if (x.element() == ElementType.BOOL) {
            throw new OpError(
                    "type/element-unsupported", "`" + what + "` of " + x, "pool i32(x) or f32(x)");
        }
    }

    /// Over the last axis, for examples.
    static Window padded(long size, long stride, long pad) {
        var around = List.of(Size.of(pad));
        return new Window(List.of(Size.of(size)), List.of(stride), List.of(1L), around, around);
    }

    /// The elements of the window of one result; negative infinity for padding.
    static double[] elements(Window window, NdArray x, long[] result) {
        int first = x.rank() - window.rank();
        var extents = window.size().stream().mapToLong(Size::value).toArray();
        var at = result.clone();
        var elements =
                NdArray.generate(
                        extents,
                        r -> {
                            for (int d = 0; d < extents.length; d++) {
                                at[first + d] =
                                        result[first + d] * window.stride().get(d)
                                                + r[d] * window.dilation().get(d)
                                                - window.before().get(d).value();
                                if (at[first + d] < 0 || at[first + d] >= x.shape()[first + d]) {
                                    return Double.NEGATIVE_INFINITY;
                                }
                            }
                            return x.at(at);
                        });
        return elements.data();
    }

    /// `y[h] = reducer over r of x[h * stride + r]`, with the smallest number for padding.
    static Compute extreme(Window window, TensorType x, Shape result, Reducer reducer) {
        var out = Axes.over(result);
        var inner = window.axes("r");
        var axes = new ArrayList<>(out);
        axes.addAll(inner);
        var access = WindowMax.access(window, out, inner);
        var body = new BodyBuilder();
        int value = Loads.load(body, 0, x, access, axes);
        value = Loads.orElse(body, value, least(x.element()), access, x.shape(), axes);
        return new Compute.Nest(out, inner, reducer, body.build(value));
    }

    private static double least(ElementType type) {
        return switch (type) {
            case F32, F64, F16, BF16 -> Double.NEGATIVE_INFINITY;
            case I32 -> Integer.MIN_VALUE;
            case I64 -> Long.MIN_VALUE;
            case BOOL -> 0;
        };
    }
}
