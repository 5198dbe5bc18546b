package dev.dnet.compiler.ir;

import java.util.Locale;

/// Something with a name of its own: that of its class, in snake case, unless it says otherwise.
public interface Named {
    default String name() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z0-9])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
