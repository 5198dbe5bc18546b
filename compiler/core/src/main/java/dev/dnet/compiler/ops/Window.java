package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// A window that slides over the last axes of a tensor, as convolutions and pooling have it:
/// element `i` of the window at output `h` is input `h * stride + i * dilation - before`.
public record Window(
        List<Size> size,
        List<Long> stride,
        List<Long> dilation,
        List<Size> before,
        List<Size> after) {
    public static final Window NONE =
            new Window(List.of(), List.of(), List.of(), List.of(), List.of());

    public Window {
        size = List.copyOf(size);
        stride = List.copyOf(stride);
        dilation = List.copyOf(dilation);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// Without padding, one step apart unless the stride says otherwise.
    public static Window of(List<Size> size, List<Long> stride) {
        var zeros = Collections.nCopies(size.size(), Size.ZERO);
        return new Window(size, stride, Collections.nCopies(size.size(), 1L), zeros, zeros);
    }

    public int rank() {
        return size.size();
    }

    public List<Axis> axes(String prefix) {
        return IntStream.range(0, rank()).mapToObj(d -> new Axis(prefix + d, size.get(d))).toList();
    }

    /// From the first to the last element, both included.
    public Size reach(int d) {
        return size.get(d).minus(1).times(dilation.get(d)).plus(1);
    }

    public Access access(int d, Axis out, Axis inner) {
        return Access.of(
                out, stride.get(d), inner.index().times(dilation.get(d)).minus(before.get(d)));
    }

    /// How many positions fit along an axis with its padding.
    public Size positions(int d, Size extent) {
        return padded(d, extent).minus(reach(d)).floorDiv(stride.get(d)).plus(1);
    }

    private Size padded(int d, Size extent) {
        return extent.plus(before.get(d)).plus(after.get(d));
    }

    /// The shape after sliding over the last axes.
    public Shape slide(Shape x) {
        var sizes = new ArrayList<>(x.sizes());
        int first = x.rank() - rank();
        for (int d = 0; d < rank(); d++) {
            sizes.set(first + d, positions(d, x.size(first + d)));
        }
        return new Shape(sizes);
    }

    /// Refuses a window that is certainly larger than what it slides over.
    void requireFits(String what, Shape x) {
        int first = x.rank() - rank();
        for (int d = 0; d < rank(); d++) {
            var padded = padded(d, x.size(first + d));
            if (Bounds.nonNegative(reach(d).minus(padded).minus(1))) {
                throw new OpError(
                        what + "/kernel-too-large",
                        "a window that reaches over "
                                + reach(d)
                                + " does not fit into axis "
                                + (first + d)
                                + " of "
                                + x
                                + ", which is "
                                + padded
                                + " long with its padding",
                        "pad the axis, or take a smaller window");
            }
        }
    }

    /// The arguments of a call as the field writes them: one value for all axes or one for each.
    static final class Arguments {
        private final Call call;
        private final String what;
        private final int rank;

        Arguments(Call call, String what, int rank) {
            this.call = call;
            this.what = what;
            this.rank = rank;
        }

        List<Long> steps(String name) {
            var steps = forEachAxis(name, call.sizes(name));
            for (var step : steps) {
                if (step.constant().orElse(0) < 1) {
                    throw new OpError(
                            what + "/" + name,
                            "`" + name + "` is " + step,
                            "a " + name + " is a whole number from 1 that is known when compiling");
                }
            }
            return steps.stream().map(Size::value).toList();
        }

        <T> List<T> forEachAxis(String name, List<T> given) {
            if (given.size() == 1) {
                return Collections.nCopies(rank, given.getFirst());
            }
            if (given.size() != rank) {
                throw new OpError(
                        what + "/" + name,
                        "`" + name + "` has " + given.size() + " entries for " + rank + " axes",
                        "give one for all axes, or one for each");
            }
            return given;
        }

        /// A window of this size with the stride, dilation and padding of the call.
        Window window(List<Size> size, List<Long> stride, List<Long> dilation) {
            return call.attribute("pad") instanceof Attribute.Text(String text)
                    ? named(text, size, stride, dilation)
                    : padded(size, stride, dilation);
        }

        private Window padded(List<Size> size, List<Long> stride, List<Long> dilation) {
            var pairs = forEachAxis("pad", pairs());
            return new Window(
                    size,
                    stride,
                    dilation,
                    pairs.stream().map(List::getFirst).toList(),
                    pairs.stream().map(List::getLast).toList());
        }

        /// Entries of the padding: one size for both sides, or two.
        private List<List<Size>> pairs() {
            return Padding.pairs(call.attribute("pad"), what + "/pad");
        }

        /// As many positions as the axis has elements; where the sum is odd, the further one is
        /// after.
        private Window named(String text, List<Size> size, List<Long> stride, List<Long> dilation) {
            if (!text.equals("same") || stride.stream().anyMatch(s -> s != 1)) {
                throw new OpError(
                        what + "/pad",
                        text.equals("same")
                                ? "`pad: \"same\"` with stride " + stride
                                : "`pad` is \"" + text + "\"",
                        "\"same\" goes with stride 1; otherwise write a size, a list of sizes, or a list of pairs");
            }
            var bare = new Window(size, stride, dilation, size, size);
            var total = IntStream.range(0, rank).mapToObj(d -> bare.reach(d).minus(1)).toList();
            var before = total.stream().map(t -> t.floorDiv(2)).toList();
            var after =
                    IntStream.range(0, rank)
                            .mapToObj(d -> total.get(d).minus(before.get(d)))
                            .toList();
            return new Window(size, stride, dilation, before, after);
        }
    }
}
