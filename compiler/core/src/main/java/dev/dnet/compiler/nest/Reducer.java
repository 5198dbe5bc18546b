package dev.dnet.compiler.nest;

/// How the values of a reduction's inner loops become one.
public enum Reducer {
    /// There are no inner loops: a map.
    NONE,
    SUM,
    PRODUCT,
    MAX,
    MIN,
    /// The position, counted through the inner loops in order, of the first largest value; the
    /// result is an integer.
    ARG_MAX,
    ARG_MIN
}
