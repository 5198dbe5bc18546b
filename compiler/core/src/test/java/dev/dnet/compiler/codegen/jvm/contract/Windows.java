package dev.dnet.compiler.codegen.jvm.contract;

import static dev.dnet.compiler.codegen.jvm.contract.Product.axis;

import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// The contractions of a square 2-d convolution.
record Windows(
        long images,
        long from,
        long side,
        long to,
        long kernel,
        long stride,
        long padding,
        long dilated) {

    static Windows of(long images, long from, long side, long to, long kernel) {
        return new Windows(images, from, side, to, kernel, 1, 0, 1);
    }

    Windows pad(long by) {
        return new Windows(images, from, side, to, kernel, stride, by, dilated);
    }

    Windows stride(long by) {
        return new Windows(images, from, side, to, kernel, by, padding, dilated);
    }

    Windows dilation(long by) {
        return new Windows(images, from, side, to, kernel, stride, padding, by);
    }

    private long outSide() {
        return (side + 2 * padding - dilated * (kernel - 1) - 1) / stride + 1;
    }

    private static final String[] NAMES = {"n", "o", "c", "h", "w", "a", "b"};

    private Axis n() {
        return axis(NAMES[0], images);
    }

    private Axis o() {
        return axis(NAMES[1], to);
    }

    private Axis c() {
        return axis(NAMES[2], from);
    }

    private Axis h(long extent) {
        return axis(NAMES[3], extent);
    }

    private Axis w(long extent) {
        return axis(NAMES[4], extent);
    }

    private Axis a() {
        return axis(NAMES[5], kernel);
    }

    private Axis b() {
        return axis(NAMES[6], kernel);
    }

    private Access window(Axis out, Axis tap) {
        return Access.of(out.index().times(stride).plus(tap.index().times(dilated)).minus(padding));
    }

    Shape x() {
        return Shape.of(images, from, side, side);
    }

    Shape y() {
        return Shape.of(images, to, outSide(), outSide());
    }

    Shape weights() {
        return Shape.of(to, from, kernel, kernel);
    }

    double flops() {
        return 2.0 * images * to * outSide() * outSide() * from * kernel * kernel;
    }

    Product forward() {
        var h = h(outSide());
        var w = w(outSide());
        var image = List.of(Access.of(n()), Access.of(c()), window(h, a()), window(w, b()));
        return Product.of(
                new Contract(
                        List.of(n(), o(), h, w),
                        List.of(c(), a(), b()),
                        image,
                        Access.of(List.of(o(), c(), a(), b()))),
                x(),
                weights());
    }

    Product weightGradient() {
        var h = h(outSide());
        var w = w(outSide());
        var image = List.of(Access.of(n()), Access.of(c()), window(h, a()), window(w, b()));
        return Product.of(
                new Contract(
                        List.of(o(), c(), a(), b()),
                        List.of(n(), h, w),
                        Access.of(List.of(n(), o(), h, w)),
                        image),
                y(),
                x());
    }

    Product dataGradient() {
        var h = h(side);
        var w = w(side);
        var sums = List.of(Access.of(n()), Access.of(o()), source(h, a()), source(w, b()));
        return Product.of(
                new Contract(
                        List.of(n(), c(), h, w),
                        List.of(o(), a(), b()),
                        sums,
                        Access.of(List.of(o(), c(), a(), b()))),
                y(),
                weights());
    }

    private Access source(Axis out, Axis tap) {
        Size numerator = out.index().minus(tap.index().times(dilated)).plus(padding);
        return new Access(numerator, stride);
    }
}
