package dev.dnet.compiler.op;

import dev.dnet.compiler.type.Size;

/// Help where two sizes should be equal, and only a call knows whether they are.
public final class OpenSizes {
    private OpenSizes() {}

    /// What would make them equal, or the other help where they never are.
    public static String help(Size a, Size b, String otherwise) {
        return isOpen(a, b)
                ? "if they are equal in every call, say so before: assert " + a + " == " + b
                : otherwise;
    }

    /// Whether the sizes are equal for some values of their names and not for others.
    public static boolean isOpen(Size a, Size b) {
        return !a.minus(b).isConstant();
    }
}
