package dev.dnet.compiler.ir;

/// `stop(x)` is `x`, which gradients take for a constant: `stop_gradient` of the language.
public record Stop() implements Differentiation {}
