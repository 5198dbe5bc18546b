package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;

/// Which factor of a contraction gives its columns.
public final class Turn {
    private Turn() {}

    /// The contraction with the contiguous axis of its result among the columns.
    public static Kernel.Contraction columnsInside(Kernel.Contraction kernel) {
        return kernel.rows().stream().noneMatch(a -> Linear.isUnit(kernel.index(), a))
                ? kernel
                : of(kernel);
    }

    /// The contraction with rows for columns.
    public static Kernel.Contraction of(Kernel.Contraction k) {
        return new Kernel.Contraction(
                k.name(),
                k.spans(),
                k.batch(),
                /* rows= */ k.columns(),
                /* columns= */ k.rows(),
                k.reduce(),
                /* left= */ k.right(),
                /* right= */ k.left(),
                k.target(),
                k.index(),
                k.epilogue());
    }
}
