package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Size;

import java.util.List;

/// One loop: its index runs over `0 <= name < extent`. Index expressions refer to it as the symbol
/// `name`.
public record Axis(String name, Size extent) {
    public Size index() {
        return Size.symbol(name);
    }

    /// How many points some axes have together.
    public static Size points(List<Axis> axes) {
        return Size.product(axes.stream().map(Axis::extent).toList());
    }

    @Override
    public String toString() {
        return name + " < " + extent;
    }
}
