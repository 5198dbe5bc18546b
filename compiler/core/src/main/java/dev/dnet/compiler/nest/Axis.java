package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Size;

/// One loop: its index runs over `0 <= name < extent`. Index expressions refer to it as the symbol
/// `name`.
public record Axis(String name, Size extent) {
    public Size index() {
        return Size.symbol(name);
    }

    @Override
    public String toString() {
        return name + " < " + extent;
    }
}
