package dev.dnet.compiler.elaborate;

import java.util.Locale;

/// Functions on what is known when compiling; all other functions are primitives or written in the
/// language.
enum Builtin {
    /// `len(list)`, `len(..B)`: how many.
    LEN,
    /// `int(x)`: a number without its fraction.
    INT,
    /// `parameters(net)`: the parameters of a model, in order, each once.
    PARAMETERS,
    /// `enumerate(list)`: pairs of number and element.
    ENUMERATE,
    /// `zip(a, b)`: pairs of elements of lists of equal length.
    ZIP;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
