package dev.dnet.compiler.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The sizes of a tensor's axes, outermost first.
public record Shape(List<Size> sizes) {
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        sizes = List.copyOf(sizes);
    }

    public static Shape of(Size... sizes) {
        return new Shape(List.of(sizes));
    }

    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).mapToObj(Size::of).toList());
    }

    public int rank() {
        return sizes.size();
    }

    public Size size(int axis) {
        return sizes.get(axis);
    }

    public Size elements() {
        return Size.product(sizes);
    }

    public boolean isConstant() {
        return sizes.stream().allMatch(Size::isConstant);
    }

    /// The axes as numbers; only of a constant shape.
    public long[] dims() {
        return sizes.stream().mapToLong(Size::value).toArray();
    }

    public Shape without(List<Integer> axes) {
        var kept = new ArrayList<Size>();
        for (int i = 0; i < rank(); i++) {
            if (!axes.contains(i)) {
                kept.add(sizes.get(i));
            }
        }
        return new Shape(kept);
    }

    public Shape with(int axis, Size size) {
        var changed = new ArrayList<>(sizes);
        changed.set(axis, size);
        return new Shape(changed);
    }

    public Shape insert(int axis, Size size) {
        var changed = new ArrayList<>(sizes);
        changed.add(axis, size);
        return new Shape(changed);
    }

    public Shape concat(Shape other) {
        var all = new ArrayList<>(sizes);
        all.addAll(other.sizes);
        return new Shape(all);
    }

    public Shape substitute(Map<String, Size> bindings) {
        return new Shape(sizes.stream().map(s -> s.substitute(bindings)).toList());
    }

    @Override
    public String toString() {
        return sizes.toString();
    }
}
