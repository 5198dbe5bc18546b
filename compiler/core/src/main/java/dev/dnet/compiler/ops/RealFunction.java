package dev.dnet.compiler.ops;

import dev.dnet.runtime.ElementType;

/// A function of real numbers: whole numbers are refused rather than rounded in silence.
public interface RealFunction extends Elementwise {

    @Override
    default boolean accepts(ElementType type) {
        return type.isFloat();
    }

    @Override
    default String elementHelp() {
        return "convert first: f32(x)";
    }
}
